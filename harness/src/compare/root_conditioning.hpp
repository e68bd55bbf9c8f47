#pragma once

#include <string>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// What moves the first roots of a comparison: their stages' inputs and the given numbers of the
/// set-up. @param images  the roots are pixels of images
/// @throws InputError  pixels of too many steps, or outside the detector
[[nodiscard]] std::vector<trace::RecordConditioning>
conditioning_of_roots(const engine::Experiment& experiment, const engine::RunSpec& run, bool images,
                      const trace::Comparison& result);

/// The conditioning of every component of every record of some pixels, one JSON object a line, in
/// the order of computation. Records that nothing recorded feeds have none.
/// @throws InputError  pixels of more than 1000 steps, or outside the detector
[[nodiscard]] std::string conditioning_lines(const engine::Experiment& experiment,
                                             const engine::RunSpec& run,
                                             const std::vector<trace::Pixel>& pixels);

} // namespace tapir::harness
