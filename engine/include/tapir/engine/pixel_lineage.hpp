#pragma once

#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/record/graph.hpp"
#include "tapir/trace/record/pixel.hpp"

namespace tapir::engine {

/// The lineage of everything `trace_pixels` records, extracted by running the kernel itself.
/// The two arithmetics differ in it: the portable one takes the whole index out of an amplitude's
/// argument, so there the amplitudes come from the nearest index too.
[[nodiscard]] trace::LineageGraph lineage(const Experiment& experiment, const RunSpec& options,
                                          const std::vector<trace::Pixel>& pixels);

} // namespace tapir::engine
