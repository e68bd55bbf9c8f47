#pragma once

#include "align/alignment.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Adds the counts of all pairs and of what was not compared to a comparison, and names the records
/// that one side lacks.
void count(const Alignment& alignment, const Loops& loops, Comparison& result);

} // namespace tapir::trace
