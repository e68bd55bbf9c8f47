#pragma once

#include <vector>

#include "tapir/trace/record/stage_graph.hpp"

namespace tapir::reports {

/// Where a node of a layered drawing stands.
struct Placed {
    std::size_t layer = 0; ///< from the first stage on
    double slot = 0;       ///< within the layer; the middle of every layer is 0
};

/// Nodes in layers, each behind all that feeds it; within a layer ordered so that edges cross
/// little. Edges that lead back to an earlier tap do not count.
[[nodiscard]] std::vector<Placed> layered(const trace::StageGraph& graph);

} // namespace tapir::reports
