#include "cause/what_fits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include "cause/relations.hpp"

namespace tapir::trace {

bool is_direction(const Values& values) {
    constexpr double almost = 1e-2;
    return values.size() == 3 &&
           std::fabs(std::hypot(values[0], values[1], values[2]) - 1) < almost;
}

namespace {

/// What it means that a parent, or one component of it, is left out.
CauseClass class_of_left_out(const StageRerun& stage, const RecordKey& parent,
                             const ProgramModel& program) {
    const TapSpec* own = program.find_tap(stage.tap());
    const TapSpec* tap = program.find_tap(parent.tap);
    if (own == nullptr || tap == nullptr) {
        return CauseClass::formula;
    }
    const auto& parents = stage.parents();
    const bool length = own->width == 1 && tap->width > 1 && parents.size() == 1 &&
                        std::string_view(own->unit) == tap->unit; // of the vector
    const bool sum = parent.tap != stage.tap() &&
                     std::any_of(parents.begin(), parents.end(), [&stage](const RecordKey& other) {
                         return other.tap == stage.tap();
                     });
    return length ? CauseClass::normalisation : sum ? CauseClass::index : CauseClass::formula;
}

std::optional<StageMatch> changed_parent(const StageRerun& stage, const ProgramModel& program) {
    for (const ParentChange& change : parent_changes()) {
        for (std::size_t i = 0; i < stage.parents().size(); ++i) {
            if (change.cause_class == CauseClass::index &&
                is_direction(stage.used(stage.parents()[i]))) {
                continue; // along an axis, but no index
            }
            const bool found = stage.follows(
                i,
                [&change](const Values& values) { return change.apply(values, change.parameter); },
                change.cause_class == CauseClass::unit);
            if (found) {
                const RecordKey& parent = stage.parents()[i];
                return StageMatch::of_odd_side(change.cause_class
                                                   ? *change.cause_class
                                                   : class_of_left_out(stage, parent, program),
                                               change.rule, {parent.tap});
            }
        }
    }
    return std::nullopt;
}

/// A factor that does not change from step to step scales the whole: it normalises.
std::optional<StageMatch> left_out(const StageRerun& stage, const ProgramModel& program) {
    for (std::size_t i = 0; i < stage.parents().size(); ++i) {
        const RecordKey& parent = stage.parents()[i];
        const TapSpec* tap = program.find_tap(parent.tap);
        const bool left = stage.follows(
            i, [](const Values& values) { return values.size() == 1 ? Values{1} : values; });
        if (left && tap != nullptr) {
            const bool of_the_step = (tap->scope & program.loops.innermost()) != 0;
            return StageMatch::of_odd_side(of_the_step ? CauseClass::formula
                                                       : CauseClass::normalisation,
                                           Rule::parent_left_out, {parent.tap});
        }
    }
    return std::nullopt;
}

/// Whether two vectors have one direction.
bool parallel(const Values& a, const Values& b) {
    constexpr double tight = 1e-9;
    const double lengths = std::sqrt(std::inner_product(a.begin(), a.end(), a.begin(), 0.0) *
                                     std::inner_product(b.begin(), b.end(), b.begin(), 0.0));
    return a.size() > 1 && a.size() == b.size() && lengths > 0 &&
           std::inner_product(a.begin(), a.end(), b.begin(), 0.0) >= lengths * (1 - tight);
}

/// Another record of as many components and the same unit in a parent's place.
std::optional<StageMatch> other_record(const StageRerun& stage, const ProgramModel& program,
                                       const Replay& followed) {
    for (std::size_t i = 0; i < stage.parents().size(); ++i) {
        const RecordKey& parent = stage.parents()[i];
        const TapSpec* own = program.find_tap(parent.tap);
        for (const ReplayedValue& node : followed.nodes()) {
            const NodeKey& other = node.node;
            if (node.node.component != 0 || other.tap == parent.tap || other.tap == stage.tap()) {
                continue;
            }
            const TapSpec* tap = program.find_tap(other.tap);
            const bool alike = tap != nullptr && own != nullptr && tap->width == own->width &&
                               std::string_view(tap->unit) == own->unit &&
                               (other.site == Site{} || other.site == parent.site);
            if (alike && stage.follows(i, [&](const Values& /*unused*/) {
                    return stage.used({other.tap, other.site});
                })) {
                const bool other_length =
                    parallel(stage.used({other.tap, other.site}), stage.used(parent));
                return StageMatch::of_odd_side(own->width == 1 ? CauseClass::formula
                                               : other_length  ? CauseClass::normalisation
                                                               : CauseClass::permutation,
                                               Rule::parent_replaced, {other.tap, parent.tap});
            }
        }
    }
    return std::nullopt;
}

/// The root's own tap one pass of a loop, or one pixel, further or back.
std::optional<StageMatch> other_place(const StageRerun& stage, const Loops& loops,
                                      const Oracle& what_if) {
    std::vector<std::size_t> order{Loops::column, Loops::row};
    for (std::size_t loop = order.size(); loop < loops.size(); ++loop) {
        order.push_back(loop);
    }
    for (const std::size_t loop : order) {
        for (const int step : {-1, 1}) {
            const bool all = stage.all_match(
                [&](const RecordKey& here, const auto& /*inputs*/) {
                    RecordKey record = here;
                    const int index = record.site[loop];
                    if (index < 0 || index + step < 0) {
                        return Values{};
                    }
                    record.site[loop] = index + step;
                    return what_if.record(record, {});
                },
                true);
            if (all) {
                return step > 0
                           ? StageMatch::of_odd_side(CauseClass::index, Rule::value_of_next,
                                                     {loops.pass(loop)})
                           : StageMatch::of_odd_side(CauseClass::stale, Rule::value_of_previous,
                                                     {loops.pass(loop)});
            }
        }
    }
    return std::nullopt;
}

std::optional<StageMatch> switched(const StageRerun& stage, const Oracle& what_if) {
    for (const Switch& which : what_if.switches()) {
        const auto other = what_if.switched(which);
        if (stage.all_match([&other](const RecordKey& record,
                                     const auto& /*inputs*/) { return other->record(record, {}); },
                            true)) {
            return StageMatch::of_odd_side(which.cause_class, Rule::scene_with_switch,
                                           {which.change});
        }
    }
    return std::nullopt;
}

/// Operations arranged in another way.
std::optional<StageMatch> rearranged(const StageRerun& stage, const Oracle& what_if) {
    for (std::size_t which = 0;; ++which) {
        std::optional<Alternative> tried;
        const bool all = stage.all_match(
            [&](const RecordKey& record, const std::vector<Replacement>& inputs) {
                const std::vector<Alternative> known = what_if.alternatives(record, inputs);
                if (which >= known.size()) {
                    return Values{};
                }
                tried = known[which];
                return tried->values;
            },
            false);
        if (!tried) {
            return std::nullopt;
        }
        if (all) {
            return StageMatch::of_odd_side(tried->cause_class, Rule::stage_rearranged,
                                           {tried->what});
        }
    }
}

/// A kind of single change, and why it is tried before those that follow.
struct ChangeOfStage {
    const char* name;
    std::optional<StageMatch> (*find)(const StageRerun&, const ProgramModel&, const Oracle&,
                                      const Replay&);
    const char* why_here;
};

using Stage = const StageRerun&;
using Known = const ProgramModel&;
using Computation = const Oracle&;
using Replayed = const Replay&;

constexpr std::array<ChangeOfStage, 6> changes{{
    {"behaviour switched over",
     [](Stage stage, Known, Computation what_if, Replayed) { return switched(stage, what_if); },
     "a documented behaviour of ports is likelier than any slip"},
    {"input changed",
     [](Stage stage, Known program, Computation, Replayed) {
         return changed_parent(stage, program);
     },
     "these changes have no parameter and are the slips that ports make"},
    {"operations rearranged",
     [](Stage stage, Known, Computation what_if, Replayed) { return rearranged(stage, what_if); },
     "the program's description knows these arrangements as mistakes"},
    {"value of a neighbouring step",
     [](Stage stage, Known program, Computation what_if, Replayed) {
         return other_place(stage, program.loops, what_if);
     },
     "the whole stage at another place leaves its inputs as they are"},
    {"factor left out",
     [](Stage stage, Known program, Computation, Replayed) { return left_out(stage, program); },
     "one for a number is tried once for each input"},
    {"other record in an input's place",
     [](Stage stage, Known program, Computation, Replayed followed) {
         return other_record(stage, program, followed);
     },
     "the records that may stand there are many, so chance is likeliest"},
}};

} // namespace

std::optional<StageMatch> changed_input(StageRerun& stage, const ProgramModel& program,
                                        const Oracle& what_if, const Replay& followed) {
    for (const bool spares_what_agrees : {true, false}) {
        stage.spare_what_agrees(spares_what_agrees);
        for (const ChangeOfStage& change : changes) {
            if (auto found = change.find(stage, program, what_if, followed)) {
                return found;
            }
        }
    }
    return std::nullopt;
}

} // namespace tapir::trace
