#include "own_stage.hpp"

#include <algorithm>
#include <cmath>

namespace tapir::trace {

OwnStage::OwnStage(const StageCheck& candidate, const Observations& observations,
                   const WhatIf& what_if)
    : candidate_(&candidate), what_if_(&what_if) {
    for (const Observation& here : observations) {
        if (!here.departs) {
            continue;
        }
        const FollowedNode& node =
            candidate.followed().nodes()[static_cast<std::size_t>(here.node)];
        const RecordKey record{node.node.tap, node.node.site};
        auto found = std::find_if(targets_.begin(), targets_.end(),
                                  [&](const Target& target) { return target.record == record; });
        if (found == targets_.end()) {
            if (targets_.size() == most_sites) {
                continue;
            }
            targets_.push_back({record, {}, {}});
            found = targets_.end() - 1;
        }
        found->components.push_back(&here);
    }
    for (Target& target : targets_) {
        target.parents = parents_of(target);
    }
    parents_ = targets_.front().parents;
}

std::vector<RecordKey> OwnStage::parents_of(const Target& target) const {
    std::vector<RecordKey> parents;
    for (const Observation* here : target.components) {
        const auto& nodes = candidate_->followed().nodes();
        for (const auto& [parent, slope] : nodes[static_cast<std::size_t>(here->node)].parents) {
            const NodeKey& key = nodes[static_cast<std::size_t>(parent)].node;
            const RecordKey record{key.tap, key.site};
            if (std::find(parents.begin(), parents.end(), record) == parents.end()) {
                parents.push_back(record);
            }
        }
    }
    return parents;
}

Values OwnStage::used(const RecordKey& record) const {
    Values values;
    for (int component = 0;; ++component) {
        const int node = candidate_->followed().index_of({record.tap, component, record.site});
        if (node < 0) {
            return values;
        }
        values.push_back(candidate_->followed().nodes()[static_cast<std::size_t>(node)].used);
    }
}

Values OwnStage::computed(const Target& target, const RecordKey& changed,
                          const Values& values) const {
    std::vector<Replacement> inputs = inputs_of(target);
    for (Replacement& input : inputs) {
        input.values = input.record == changed ? values : input.values;
    }
    return what_if_->record(target.record, inputs);
}

std::vector<Replacement> OwnStage::inputs_of(const Target& target) const {
    std::vector<Replacement> inputs;
    for (const RecordKey& parent : target.parents) {
        inputs.push_back({parent, used(parent)});
    }
    return inputs;
}

bool OwnStage::matches(const Target& target, const Values& values, bool with_spread) const {
    return std::all_of(
        target.components.begin(), target.components.end(), [&](const Observation* here) {
            const auto index = static_cast<std::size_t>(here->component);
            const double allowed = with_spread ? here->spread : here->allowed;
            return index < values.size() && std::fabs(here->value - values[index]) <= allowed &&
                   std::fabs(here->difference()) > allowed;
        });
}

std::optional<Range> OwnStage::relative_change(std::size_t parent, int component) const {
    Range range;
    const auto& nodes = candidate_->followed().nodes();
    for (const Target& target : targets_) {
        if (parent >= target.parents.size()) {
            return std::nullopt;
        }
        const RecordKey& record = target.parents[parent];
        for (const Observation* here : target.components) {
            double slope = 0;
            for (const auto& [source, derivative] :
                 nodes[static_cast<std::size_t>(here->node)].parents) {
                const FollowedNode& node = nodes[static_cast<std::size_t>(source)];
                if (node.node.tap == record.tap && node.node.site == record.site &&
                    (component == all_components || node.node.component == component)) {
                    slope += derivative * node.used;
                }
            }
            if (slope == 0 || !std::isfinite(slope)) {
                return std::nullopt;
            }
            constexpr double curvature = 0.1;
            const double change = here->difference() / slope;
            range.narrow(change, here->allowed / std::fabs(slope) + curvature * std::fabs(change));
        }
    }
    return range.any() ? std::optional(range) : std::nullopt;
}

} // namespace tapir::trace
