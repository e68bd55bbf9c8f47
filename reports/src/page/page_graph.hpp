#pragma once

#include <string>

#include "tapir/trace/record/stage_graph.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::reports {

/// The stages and what became of each, as a drawing; empty without stages.
[[nodiscard]] std::string graph_section(const trace::Comparison& comparison,
                                        const trace::StageGraph& stages);

} // namespace tapir::reports
