#include "stage/stage_rerun.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace tapir::trace {

namespace {} // namespace

StageRerun::StageRerun(const SideReplay& candidate, const Observations& observations,
                       const Oracle& what_if)
    : candidate_(&candidate), what_if_(&what_if) {
    for (const Observation& here : observations) {
        if (!here.departs) {
            continue;
        }
        const ReplayedValue& node = candidate.followed().nodes()[place_of_node(here.node)];
        const RecordKey record{node.node.tap, node.node.site};
        auto found = std::find_if(targets_.begin(), targets_.end(),
                                  [&](const Target& target) { return target.record == record; });
        if (found == targets_.end()) {
            targets_.push_back({record, {}, {}, {}});
            found = targets_.end() - 1;
        }
        found->components.push_back(&here);
    }
    for (Target& target : targets_) {
        for (const Observation& here : observations) {
            if (!here.departs && here.site == target.components.front()->site) {
                target.sound.push_back(&here);
            }
        }
        target.parents = parents_of(target);
    }
    leave_what_is_carried();
    parents_ = targets_.front().parents;
}

void StageRerun::leave_what_is_carried() {
    const auto computed_here = [this](const Target& target) {
        const auto& parents = target.parents;
        const bool of_others =
            std::any_of(parents.begin(), parents.end(), [&target](const RecordKey& parent) {
                return parent.tap != target.record.tap;
            });
        return of_others &&
               std::all_of(target.components.begin(), target.components.end(),
                           [this](const Observation* here) {
                               const ReplayedValue& node =
                                   candidate_->followed().nodes()[place_of_node(here->node)];
                               return std::fabs(node.computed - here->expected) <= here->allowed;
                           });
    };
    if (std::any_of(targets_.begin(), targets_.end(), computed_here)) {
        targets_.erase(std::remove_if(targets_.begin(), targets_.end(),
                                      [&](const Target& target) { return !computed_here(target); }),
                       targets_.end());
    }
    if (targets_.size() > most_sites) {
        targets_.erase(targets_.begin() + most_sites, targets_.end());
    }
}

std::vector<RecordKey> StageRerun::parents_of(const Target& target) const {
    std::vector<RecordKey> parents;
    for (const Observation* here : target.components) {
        const auto& nodes = candidate_->followed().nodes();
        for (const auto& [parent, slope] : nodes[place_of_node(here->node)].parents) {
            const NodeKey& key = nodes[place_of_node(parent)].node;
            const RecordKey record{key.tap, key.site};
            if (std::find(parents.begin(), parents.end(), record) == parents.end()) {
                parents.push_back(record);
            }
        }
    }
    return parents;
}

Values StageRerun::used(const RecordKey& record) const {
    Values values;
    for (int component = 0;; ++component) {
        const int node = candidate_->followed().index_of({record.tap, component, record.site});
        if (node < 0) {
            return values;
        }
        values.push_back(candidate_->followed().nodes()[place_of_node(node)].used);
    }
}

Values StageRerun::computed(const Target& target, const RecordKey& changed,
                            const Values& values) const {
    std::vector<Replacement> inputs = inputs_of(target);
    for (Replacement& input : inputs) {
        input.values = input.record == changed ? values : input.values;
    }
    return what_if_->record(target.record, inputs);
}

std::vector<Replacement> StageRerun::inputs_of(const Target& target) const {
    std::vector<Replacement> inputs;
    for (const RecordKey& parent : target.parents) {
        inputs.push_back({parent, used(parent)});
    }
    return inputs;
}

bool StageRerun::matches(const Target& target, const Values& values, bool with_spread,
                         bool scales) const {
    const bool spoils =
        spares_what_agrees_ &&
        std::any_of(target.sound.begin(), target.sound.end(), [&](const Observation* here) {
            const auto index = static_cast<std::size_t>(here->component);
            const double allowed = with_spread ? here->spread : here->allowed;
            return index >= values.size() || std::fabs(here->value - values[index]) > 2 * allowed;
        });
    return !spoils &&
           std::all_of(target.components.begin(), target.components.end(),
                       [&](const Observation* here) {
                           const auto index = static_cast<std::size_t>(here->component);
                           if (index >= values.size()) {
                               return false;
                           }
                           const double allowed = with_spread ? here->spread : here->allowed;
                           // of a much smaller value, what the stage's rounding leaves free tells
                           // nothing
                           constexpr double telling = 0.01;
                           const double near =
                               scales ? std::fmin(allowed, telling * std::fabs(here->value)) +
                                            here->print_error
                                      : allowed;
                           return std::fabs(here->value - values[index]) <= near &&
                                  std::fabs(here->difference()) > allowed;
                       });
}

std::size_t StageRerun::components_to_agree() const {
    return std::accumulate(
        targets_.begin(), targets_.end(), std::size_t{0},
        [](std::size_t sum, const Target& target) { return sum + target.components.size(); });
}

double StageRerun::slope(const Observation& here, const RecordKey& parent, int component) const {
    const auto& nodes = candidate_->followed().nodes();
    double slope = 0;
    for (const auto& [source, derivative] : nodes[place_of_node(here.node)].parents) {
        const ReplayedValue& node = nodes[place_of_node(source)];
        if (node.node.tap == parent.tap && node.node.site == parent.site &&
            (component == all_components || node.node.component == component)) {
            slope += derivative * node.used;
        }
    }
    return slope;
}

std::optional<Range> StageRerun::relative_change(std::size_t parent, int component) const {
    const Target* target = nullptr;
    const Observation* best = nullptr;
    double sharpest = std::numeric_limits<double>::infinity();
    for (const Target& candidate : targets_) {
        if (parent >= candidate.parents.size()) {
            return std::nullopt;
        }
        for (const Observation* here : candidate.components) {
            const double size = std::fabs(slope(*here, candidate.parents[parent], component));
            if (size == 0 || !(size < ReplayedValue::anything)) {
                return std::nullopt;
            }
            if (here->allowed / size < sharpest) {
                sharpest = here->allowed / size;
                target = &candidate;
                best = here;
            }
        }
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    const RecordKey& record = target->parents[parent];
    const Values before = used(record);
    double change = best->difference() / slope(*best, record, component);
    constexpr int most_steps = 8;
    for (int step = 0; step < most_steps && std::isfinite(change); ++step) {
        const Values values = computed(*target, record, scaled(before, component, 1 + change));
        const auto index = static_cast<std::size_t>(best->component);
        if (index >= values.size() || values[index] == best->expected) {
            return std::nullopt;
        }
        const double left = best->value - values[index];
        const double secant = (values[index] - best->expected) / change;
        if (std::fabs(left) <= best->allowed) {
            Range range;
            range.narrow(change + left / secant, best->allowed / std::fabs(secant));
            return range;
        }
        change += left / secant;
    }
    return std::nullopt;
}

Values scaled(const Values& values, int component, double factor) {
    Values changed = values;
    for (std::size_t k = 0; k < changed.size(); ++k) {
        const bool chosen =
            component == StageRerun::all_components || k == static_cast<std::size_t>(component);
        changed[k] *= chosen ? factor : 1;
    }
    return changed;
}

} // namespace tapir::trace
