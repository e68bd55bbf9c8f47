#pragma once

#include "compare/comparison_request.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/trace/verdict/arbiter.hpp"

namespace tapir::harness {

/// Which of two images is nearer to the exact photons of a scene, in the pixels that were chosen or
/// in those where the images lie furthest apart.
/// @throws InputError  an image of whole numbers; see also `ExactRun`
[[nodiscard]] trace::Arbiter arbitrate_images(const ComparisonRequest& request,
                                              const engine::Experiment& experiment);

} // namespace tapir::harness
