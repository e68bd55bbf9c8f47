#pragma once

#include "align/alignment.hpp"
#include "tapir/trace/record/graph.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Holds a native trace against its own header and the order of computation (FORMAT.md); another
/// has neither.
/// @param graph  lineage, whose nodes are in order of computation; may be empty, then order is not
///               looked at
[[nodiscard]] Doubts doubts_of(const Side& side, const ProgramModel& program,
                               const LineageGraph& graph);

} // namespace tapir::trace
