#pragma once

#include <vector>

#include "align/alignment.hpp"
#include "tapir/trace/cause/root_cause.hpp"
#include "tapir/trace/record/graph.hpp"

namespace tapir::trace {

/// Adds a root for whole steps of a loop that only one side has: oscillation steps, layers,
/// subpixels, sources, mosaic domains.
void add_missing_steps(const Alignment& alignment, const ProgramModel& program,
                       const LineageGraph& graph, std::vector<RootCause>& roots);

} // namespace tapir::trace
