#include "what_fits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include "relations.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

Classification said(const std::string& cause_class, const std::string& what) {
    return {cause_class,
            "the candidate's value is what the stage gives with " + what +
                ", everything else as the candidate recorded it",
            "candidate"};
}

std::optional<Classification> changed_parent(const OwnStage& stage) {
    for (const ParentChange& change : parent_changes()) {
        for (std::size_t i = 0; i < stage.parents().size(); ++i) {
            if (stage.follows(i, [&change](const Values& values) {
                    return change.apply(values, change.parameter);
                })) {
                return said(change.cause_class, change.what + " " + stage.parents()[i].tap);
            }
        }
    }
    return std::nullopt;
}

/// A factor that does not change from step to step scales the whole: it normalises.
std::optional<Classification> left_out(const OwnStage& stage, const Dictionary& dictionary) {
    for (std::size_t i = 0; i < stage.parents().size(); ++i) {
        const RecordKey& parent = stage.parents()[i];
        const TapSpec* tap = dictionary.find_tap(parent.tap);
        const bool left = stage.follows(
            i, [](const Values& values) { return values.size() == 1 ? Values{1} : values; });
        if (left && tap != nullptr) {
            const bool of_the_step = (tap->scope & scope::mos) != 0;
            return said(of_the_step ? "formula" : "normalisation", parent.tap + " left out");
        }
    }
    return std::nullopt;
}

/// Another record of as many components and the same unit in a parent's place.
std::optional<Classification> other_record(const OwnStage& stage, const Dictionary& dictionary,
                                           const Followed& followed) {
    for (std::size_t i = 0; i < stage.parents().size(); ++i) {
        const RecordKey& parent = stage.parents()[i];
        const TapSpec* own = dictionary.find_tap(parent.tap);
        for (const FollowedNode& node : followed.nodes()) {
            const NodeKey& other = node.node;
            if (node.node.component != 0 || other.tap == parent.tap || other.tap == stage.tap()) {
                continue;
            }
            const TapSpec* tap = dictionary.find_tap(other.tap);
            const bool alike = tap != nullptr && own != nullptr && tap->width == own->width &&
                               std::string_view(tap->unit) == own->unit &&
                               (other.site == Site{} || other.site == parent.site);
            if (alike && stage.follows(i, [&](const Values& /*unused*/) {
                    return stage.used({other.tap, other.site});
                })) {
                return said(own->width == 1 ? "formula" : "permutation",
                            other.tap + " in the place of " + parent.tap);
            }
        }
    }
    return std::nullopt;
}

/// The root's own tap one step of a loop, or one pixel, further or back.
std::optional<Classification> other_place(const OwnStage& stage, const WhatIf& what_if) {
    struct Loop {
        int Site::*member;
        const char* name;
    };
    constexpr std::array<Loop, 8> loops{{{&Site::fast, "pixel"},
                                         {&Site::slow, "row's pixel"},
                                         {&Site::thick, "layer"},
                                         {&Site::sub_s, "subpixel row"},
                                         {&Site::sub_f, "subpixel column"},
                                         {&Site::source, "source"},
                                         {&Site::phi_tic, "phi step"},
                                         {&Site::mos, "mosaic domain"}}};
    for (const Loop& loop : loops) {
        for (const int step : {-1, 1}) {
            const bool all = stage.all_match(
                [&](const RecordKey& here, const auto& /*inputs*/) {
                    RecordKey record = here;
                    int& index = record.site.*loop.member;
                    if (index < 0 || index + step < 0) {
                        return Values{};
                    }
                    index += step;
                    return what_if.record(record, {});
                },
                true);
            if (all) {
                return said(step > 0 ? "index" : "stale",
                            std::string(step > 0 ? "the next " : "the previous ") + loop.name);
            }
        }
    }
    return std::nullopt;
}

std::optional<Classification> switched(const OwnStage& stage, const WhatIf& what_if) {
    for (const Switch& which : what_if.switches()) {
        const auto other = what_if.switched(which);
        if (stage.all_match([&other](const RecordKey& record,
                                     const auto& /*inputs*/) { return other->record(record, {}); },
                            true)) {
            return Classification{
                which.cause_class,
                "the candidate's value is what the scene gives with " + which.change, "candidate"};
        }
    }
    return std::nullopt;
}

/// Operations arranged in another way.
std::optional<Classification> rearranged(const OwnStage& stage, const WhatIf& what_if) {
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
            return said(tried->cause_class, tried->what);
        }
    }
}

/// Components with the length of a unit vector.
bool is_direction(const Values& values) {
    constexpr double almost = 1e-2;
    return values.size() == 3 &&
           std::fabs(std::hypot(values[0], values[1], values[2]) - 1) < almost;
}

} // namespace

std::optional<Classification> changed_input(const OwnStage& stage, const Dictionary& dictionary,
                                            const WhatIf& what_if, const Followed& followed) {
    if (auto found = switched(stage, what_if)) {
        return found;
    }
    if (auto found = changed_parent(stage)) {
        return found;
    }
    if (auto found = rearranged(stage, what_if)) {
        return found;
    }
    if (auto found = other_place(stage, what_if)) {
        return found;
    }
    if (auto found = left_out(stage, dictionary)) {
        return found;
    }
    return other_record(stage, dictionary, followed);
}

namespace {

/// A parent, or one component of it, times a factor.
struct Scaling {
    std::size_t parent;
    int component;

    [[nodiscard]] bool fits(const OwnStage& stage, double factor) const {
        return stage.follows(parent, [&](const Values& before) {
            Values after = before;
            for (std::size_t k = 0; k < after.size(); ++k) {
                const bool chosen = component < 0 || k == static_cast<std::size_t>(component);
                after[k] *= chosen ? factor : 1;
            }
            return after;
        });
    }
};

/// The round number by which a parent is too large; NaN when there is none.
double round_excess(const OwnStage& stage, const Scaling& scaling) {
    const std::optional<Range> change = stage.relative_change(scaling.parent, scaling.component);
    constexpr double half = 0.5;
    if (change && change->middle() != 0) {
        const double power = std::floor(std::log10(std::fabs(change->middle())) + half);
        const double round = std::copysign(std::pow(10.0, power), change->middle());
        if (scaling.fits(stage, 1 + round)) {
            return round;
        }
    }
    // so large that the first order does not tell
    constexpr std::array<double, 6> large{1e-1, -1e-1, 1e-2, -1e-2, 1e-3, -1e-3};
    const auto found = std::find_if(large.begin(), large.end(),
                                    [&](double excess) { return scaling.fits(stage, 1 + excess); });
    return found == large.end() ? none : *found;
}

} // namespace

std::optional<Classification> scaled_input(const OwnStage& stage, const Dictionary& dictionary) {
    for (std::size_t i = 0; i < stage.parents().size(); ++i) {
        const RecordKey& parent = stage.parents()[i];
        const Values values = stage.used(parent);
        const int components = values.size() > 1 ? static_cast<int>(values.size()) : 0;
        for (int component = OwnStage::all_components; component < components; ++component) {
            const Scaling scaling{i, component};
            for (const double excess : short_pi_excess) {
                if (scaling.fits(stage, 1 + excess) || scaling.fits(stage, 1 / (1 + excess))) {
                    return said("precision", "pi as " + short_pi(excess) + " in " + parent.tap);
                }
            }
            const double round = round_excess(stage, scaling);
            if (!std::isnan(round)) {
                const TapSpec* tap = dictionary.find_tap(parent.tap);
                const bool length = component < 0 && is_direction(values) && tap != nullptr &&
                                    std::string_view(tap->unit) == "1";
                constexpr int few = 3;
                return said(length ? "normalisation" : "scale", parent.tap + " times 1 " +
                                                                    (round < 0 ? "- " : "+ ") +
                                                                    general(std::fabs(round), few));
            }
        }
    }
    return std::nullopt;
}

std::optional<Classification> set_up_number(const Observations& observations, const TapSpec& own,
                                            const Dictionary& dictionary,
                                            const Followed& followed) {
    const std::optional<Range> ratio = common_ratio(observations);
    const std::optional<Range> shift = common_shift(observations);
    constexpr double sharp = 1e-3;
    constexpr int most_subpixels = 8;
    for (const FollowedNode& node : followed.nodes()) {
        if (!(node.node.site == Site{}) || node.used == 0 || node.node.tap == own.key) {
            continue;
        }
        const TapSpec* tap = dictionary.find_tap(node.node.tap);
        if (tap == nullptr || tap->width != 1) {
            continue;
        }
        const std::string_view unit = tap->unit;
        for (int parts = 1; shift && unit == own.unit && unit != "1" && parts <= 2 * most_subpixels;
             parts += parts == 1 ? 1 : 2) {
            const double part = std::fabs(node.used) / parts;
            if (shift->half_width() < sharp * part && (shift->holds(part) || shift->holds(-part))) {
                return Classification{"offset",
                                      (parts == 1   ? std::string("one ")
                                       : parts == 2 ? std::string("a half of ")
                                                    : "1/" + std::to_string(parts) + " of ") +
                                          node.node.tap + " added or left out",
                                      "candidate"};
            }
        }
        const double number = std::fabs(node.used);
        const double middle = ratio ? std::fabs(ratio->middle()) : 1;
        const bool clear = ratio && ratio->half_width() < sharp * middle && unit != "1";
        for (const double factor : {number, 1 / number}) {
            const double power = std::round(std::log10(middle / factor));
            const double expected = factor * std::pow(10.0, power);
            if (clear && expected != 1 && ratio->half_width() < 1e-9 * middle &&
                (ratio->holds(expected) || ratio->holds(-expected))) {
                return Classification{"unit",
                                      std::string("a factor that is ") +
                                          (factor == number ? "" : "1/") + node.node.tap +
                                          " in a unit of its own",
                                      "candidate"};
            }
        }
    }
    return std::nullopt;
}

} // namespace tapir::trace
