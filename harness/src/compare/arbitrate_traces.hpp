#pragma once

#include "compare/comparison_request.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// Which of two traces is nearer to the exact values of a scene: at each root, held against the
/// scene and against its stage on that side's own records, and in what the pixels end with.
/// @param result  of the two traces
/// @throws InputError  a file that is too large; see also `ExactRun`
[[nodiscard]] trace::Arbiter arbitrate_traces(const ComparisonRequest& request,
                                              const engine::Experiment& experiment,
                                              const trace::Comparison& result);

} // namespace tapir::harness
