#include "stage_side.hpp"

#include <cmath>
#include <map>
#include <set>

namespace tapir::trace {

namespace {

constexpr std::size_t most_sites = 3;
constexpr double follows_within = 1e-3; ///< of the departure
constexpr double departs_from = 0.5;    ///< of the departure

using Recorded = std::map<RecordKey, std::map<int, const Pair*>>;

double value_on(const Pair& pair, bool reference) {
    return reference ? pair.reference->value : pair.candidate->value;
}

/// Compared records, those that roots are computed from.
Recorded recorded_of(const Alignment& alignment, const std::set<RecordKey>& wanted) {
    Recorded recorded;
    for (const Pair& pair : alignment.pairs) {
        const RecordKey key{pair.reference->node.tap, pair.reference->node.site};
        if (wanted.count(key) > 0) {
            recorded[key].try_emplace(pair.reference->node.component, &pair);
        }
    }
    return recorded;
}

std::set<RecordKey> parents_of(const std::vector<const Pair*>& departing,
                               const LineageGraph& graph) {
    std::set<RecordKey> parents;
    for (const Pair* pair : departing) {
        const int node = graph.find(pair->reference->node);
        if (node >= 0) {
            for (const int parent : graph.parents(node)) {
                parents.insert({graph.key(parent).tap, graph.key(parent).site});
            }
        }
    }
    return parents;
}

/// One side's recorded inputs; what was not recorded is as computed.
std::vector<Replacement> inputs_of(const Recorded& recorded, bool reference,
                                   const WhatIf& what_if) {
    std::vector<Replacement> inputs;
    for (const auto& [key, components] : recorded) {
        std::vector<double> values = what_if.record(key, {});
        for (const auto& [component, pair] : components) {
            if (static_cast<std::size_t>(component) < values.size()) {
                values[static_cast<std::size_t>(component)] = value_on(*pair, reference);
            }
        }
        if (!values.empty()) {
            inputs.push_back({key, values});
        }
    }
    return inputs;
}

enum class Fit : std::uint8_t { follows, departs, unclear };

/// Whether one side's records of a root follow from its own inputs.
Fit fit_of(const std::vector<const Pair*>& departing, const Recorded& recorded, bool reference,
           const WhatIf& what_if) {
    const std::vector<Replacement> inputs = inputs_of(recorded, reference, what_if);
    std::map<RecordKey, std::vector<double>> computed;
    bool all_follow = true;
    bool all_depart = true;
    for (const Pair* pair : departing) {
        const NodeKey& node = pair->reference->node;
        const RecordKey key{node.tap, node.site};
        if (computed.size() == most_sites && computed.count(key) == 0) {
            break;
        }
        const auto [found, is_new] = computed.try_emplace(key);
        if (is_new) {
            found->second = what_if.record(key, inputs);
        }
        const auto component = static_cast<std::size_t>(node.component);
        if (component >= found->second.size()) {
            return Fit::unclear;
        }
        const double departure = std::fabs(pair->candidate->value - pair->reference->value);
        const double misfit = std::fabs(found->second[component] - value_on(*pair, reference));
        all_follow = all_follow && misfit <= follows_within * departure;
        all_depart = all_depart && misfit >= departs_from * departure;
    }
    return all_follow ? Fit::follows : (all_depart ? Fit::departs : Fit::unclear);
}

} // namespace

std::string side_that_departs(const std::vector<const Pair*>& departing, const Alignment& alignment,
                              const LineageGraph& graph, const WhatIf& what_if) {
    const Recorded recorded = recorded_of(alignment, parents_of(departing, graph));
    const Fit reference = fit_of(departing, recorded, true, what_if);
    const Fit candidate = fit_of(departing, recorded, false, what_if);
    if (reference == Fit::follows && candidate == Fit::departs) {
        return "candidate";
    }
    if (candidate == Fit::follows && reference == Fit::departs) {
        return "reference";
    }
    return "";
}

} // namespace tapir::trace
