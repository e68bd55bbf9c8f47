#include "model/model_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/model/evaluate.hpp"

namespace tapir::trace {

namespace {

constexpr int not_there = -1;
constexpr int being_visited = -2;
constexpr std::size_t most_records = 500000;
/// Operations of all formulas together: for any traces, and for each record that they hold.
constexpr double most_operations = 2e6;
constexpr double most_operations_a_record = 1e4;

/// Writes down what a formula asks for.
struct Asked {
    const Model* model;
    std::vector<RecordPlace> places;

    std::vector<double> operator()(int tap, const Site& site) {
        const TapSpec& spec = model->tap(tap);
        places.push_back({tap, project(site, spec.scope)});
        return std::vector<double>(static_cast<std::size_t>(spec.width), 1.0);
    }
};

/// How many operations a formula takes at most: a sum within a sum is taken in each of its passes.
double operations_of(const Formula& formula, const std::vector<LoopPasses>& passes) {
    double operations = 1;
    for (const Formula& part : formula.parts) {
        operations += operations_of(part, passes);
    }
    if (formula.kind == Formula::Kind::sum) {
        operations *= std::max(1, passes[static_cast<std::size_t>(formula.bound)].count);
    }
    return operations;
}

} // namespace

std::size_t RecordPlaceHash::operator()(const RecordPlace& place) const noexcept {
    constexpr std::size_t golden = 0x9e3779b97f4a7c15ULL;
    auto hash = static_cast<std::size_t>(place.tap);
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        hash ^= static_cast<std::uint32_t>(place.site[loop]) + golden + (hash << 6U) + (hash >> 2U);
    }
    return hash;
}

/// A record on the way to which the plan is.
struct ModelPlan::Visit {
    RecordPlace place;
    const Formula* formula = nullptr; ///< null: an input, or one that cannot be asked here
    std::vector<RecordPlace> inputs;
    std::size_t next = 0; ///< of the inputs
};

ModelPlan::ModelPlan(const Model& model, std::vector<std::set<Site>> recorded,
                     const std::vector<int>& counts)
    : model_(&model), recorded_(std::move(recorded)) {
    find_passes(counts);
    for (int tap = 0; tap < model.taps(); ++tap) {
        const Formula* formula = model.formula(tap);
        operations_.push_back(formula == nullptr ? 0 : operations_of(*formula, passes_));
    }
    std::vector<RecordPlace> wanted;
    for (int tap = 0; tap < model.taps(); ++tap) {
        for (const Site& site : recorded_[static_cast<std::size_t>(tap)]) {
            wanted.push_back({tap, site});
        }
    }
    operations_left_ =
        most_operations + most_operations_a_record * static_cast<double>(wanted.size());
    // pass by pass, so that what was computed before is at hand
    std::stable_sort(wanted.begin(), wanted.end(),
                     [](const RecordPlace& a, const RecordPlace& b) { return a.site < b.site; });
    for (const RecordPlace& one : wanted) {
        visit(one);
    }
}

void ModelPlan::find_passes(const std::vector<int>& counts) {
    const std::size_t loops = model_->program().loops.size();
    seen_.resize(most_loops);
    for (const std::set<Site>& sites : recorded_) {
        for (const Site& site : sites) {
            for (std::size_t loop = 0; loop < loops; ++loop) {
                if (site[loop] >= 0) {
                    seen_[loop].insert(site[loop]);
                }
            }
        }
    }
    passes_.resize(most_loops);
    for (std::size_t loop = 0; loop < loops; ++loop) {
        const std::set<int>& seen = seen_[loop];
        if (seen.empty() || *seen.begin() > 1) {
            continue; // counted from 0, or from 1
        }
        const int first = *seen.begin();
        if (*seen.rbegin() == std::numeric_limits<int>::max()) {
            continue; // more passes than can be counted
        }
        const int count = *seen.rbegin() - first + 1;
        const int said = counts[loop] > 0 ? counts[loop] : model_->passes(loop).value_or(count);
        const bool all = static_cast<int>(seen.size()) == count && said == count;
        passes_[loop] = {first, all ? count : 0};
    }
}

int ModelPlan::find(const RecordPlace& place) const {
    const auto found = places_.find(place);
    return found == places_.end() ? not_there : found->second;
}

bool ModelPlan::lies_inside(const RecordPlace& place) const {
    const LoopSet loops = model_->tap(place.tap).scope;
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        if ((loops & loop_bit(loop)) != 0 && seen_[loop].count(place.site[loop]) == 0) {
            return false;
        }
    }
    return true;
}

void ModelPlan::spend(double operations) {
    operations_left_ -= operations;
    if (operations_left_ < 0) {
        throw InputError({.where = "--model",
                          .problem = "its formulas take too many operations for these traces",
                          .reason = "a sum within a sum is taken in each of its passes, and so is "
                                    "each record that feeds another one",
                          .remedy = "Give inner sums to taps of their own, or compare traces of "
                                    "fewer passes."});
    }
}

const std::vector<Site>& ModelPlan::sites_at(const RecordPlace& place) {
    const std::set<Site>& recorded = recorded_[static_cast<std::size_t>(place.tap)];
    const LoopSet stated = stated_loops(place.site);
    if (looked_up_.emplace(place.tap, stated).second) {
        for (const Site& there : recorded) {
            sites_at_[{place.tap, project(there, stated)}].push_back(there);
        }
    }
    return sites_at_[place];
}

std::vector<RecordPlace> ModelPlan::feeds_of(const RecordPlace& place) {
    std::vector<RecordPlace> inputs;
    for (const Formula& feed : model_->feeds(place.tap)) {
        Site site = place.site;
        bool beyond_edge = false;
        for (const LoopPlace& one : feed.places) {
            const auto loop = static_cast<std::size_t>(one.loop_number);
            const int from = model_->program().loops.find(one.index); // may be another loop
            site[loop] = one.offset + (from < 0 ? 0 : place.site[static_cast<std::size_t>(from)]);
            beyond_edge = beyond_edge || site[loop] < 0;
        }
        if (beyond_edge) {
            continue;
        }
        site = project(site, model_->tap(feed.bound).scope);
        const std::vector<Site>& sites = sites_at({feed.bound, site});
        spend(static_cast<double>(sites.size()));
        for (const Site& there : sites) {
            inputs.push_back({feed.bound, there});
        }
    }
    return inputs;
}

void ModelPlan::visit(const RecordPlace& wanted) {
    if (places_.count(wanted) > 0) {
        return;
    }
    std::vector<Visit> visits;
    open(wanted, visits);
    while (!visits.empty()) {
        Visit& here = visits.back();
        if (here.next == here.inputs.size()) {
            close(here);
            visits.pop_back();
            continue;
        }
        const RecordPlace input = here.inputs[here.next];
        const auto known = places_.find(input);
        if (known == places_.end()) {
            open(input, visits);
        } else if (known->second == being_visited) {
            fail_circle(visits, input);
        } else {
            ++here.next;
        }
    }
}

void ModelPlan::open(const RecordPlace& place, std::vector<Visit>& visits) {
    if (!lies_inside(place)) {
        places_[place] = not_there;
        return;
    }
    if (records_.size() > most_records) {
        throw InputError({.where = "--model",
                          .problem = "the traces hold more than " + std::to_string(most_records) +
                                     " records to be computed",
                          .reason = "all of them are held in memory at once",
                          .remedy = "Compare traces of fewer passes, or leave the formulas out of "
                                    "the model."});
    }
    Visit visit{place, model_->formula(place.tap), {}, 0};
    if (visit.formula != nullptr) {
        spend(operations_[static_cast<std::size_t>(place.tap)]);
        Asked asked{model_, {}};
        const auto passes = [this](std::size_t loop, const Site&) { return passes_[loop]; };
        Evaluation<double, Asked, decltype(passes)> walk(place.site, model_->program().loops, asked,
                                                         passes);
        static_cast<void>(walk(*visit.formula));
        visit.inputs = std::move(asked.places);
        if (walk.incomplete()) {
            visit.formula = nullptr;
            visit.inputs.clear();
        }
    } else {
        visit.inputs = feeds_of(place);
    }
    places_[place] = being_visited;
    visits.push_back(std::move(visit));
}

void ModelPlan::close(const Visit& visit) {
    PlannedRecord record{visit.place.tap, visit.place.site, visit.formula != nullptr, {}};
    for (const RecordPlace& input : visit.inputs) {
        const int place = places_.at(input);
        if (place >= 0) {
            record.inputs.push_back(place);
        } else if (record.by_formula) { // at an edge
            record.by_formula = false;
            record.inputs.clear();
            break;
        }
    }
    const bool recorded =
        recorded_[static_cast<std::size_t>(visit.place.tap)].count(visit.place.site) > 0;
    if (!recorded && !record.by_formula) {
        places_[visit.place] = not_there;
        return;
    }
    places_[visit.place] = static_cast<int>(records_.size());
    records_.push_back(std::move(record));
}

void ModelPlan::fail_circle(const std::vector<Visit>& visits, const RecordPlace& again) const {
    const auto name = [this](const RecordPlace& place) {
        return std::string(model_->tap(place.tap).key) + " (" +
               to_text(place.site, model_->program().loops) + ")";
    };
    auto from = std::find_if(visits.begin(), visits.end(),
                             [&](const Visit& visit) { return visit.place == again; });
    std::string circle;
    constexpr int most_shown = 6;
    for (int shown = 0; from != visits.end() && shown < most_shown; ++from, ++shown) {
        circle += name(from->place) + " from ";
    }
    throw InputError({.where = "--model",
                      .problem = "the formulas compute " + circle + name(again),
                      .reason = "a value cannot be computed from itself",
                      .remedy = "Look for a place in the loops that is missing, as in T[step-1]; "
                                "where a program iterates, declare what feeds the tap instead of a "
                                "formula."});
}

} // namespace tapir::trace
