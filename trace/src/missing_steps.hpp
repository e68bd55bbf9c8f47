#pragma once

#include "alignment.hpp"

namespace tapir::trace {

/// Adds a root for whole steps of a loop that only one side has: oscillation steps, layers,
/// subpixels, sources, mosaic domains.
void add_missing_steps(const Alignment& alignment, const Dictionary& dictionary,
                       const LineageGraph& graph, Comparison& result);

} // namespace tapir::trace
