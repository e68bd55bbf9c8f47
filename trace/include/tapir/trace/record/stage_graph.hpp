#pragma once

#include <set>
#include <string>
#include <vector>

#include "tapir/trace/record/graph.hpp"

namespace tapir::trace {

/// "Which tap feeds which", without sites and components.
struct StageGraph {
    struct Edge {
        std::size_t from = 0, to = 0; ///< indices of `taps`; from is never to
        friend bool operator==(const Edge&, const Edge&) = default;
    };
    std::vector<std::string> taps; ///< in order of computation
    std::vector<Edge> edges;       ///< each once; one that leads back is of a later pass of a loop
};

/// The lineage seen from the taps of `shown` alone: what lies between two of them is bridged.
[[nodiscard]] StageGraph stage_graph(const LineageGraph& graph, const std::set<std::string>& shown);

} // namespace tapir::trace
