#pragma once

#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/record/replay.hpp"

namespace tapir::engine {

/// The computation of the set-up and of pixels in reference arithmetic, with the recorded value put
/// in wherever there is one: what each stage makes of recorded inputs, with its conditioning.
/// @param arrangement  see KernelOracle::arrangements
/// @throws InputError  a pixel outside the detector, or a set-up that cannot be computed with
[[nodiscard]] trace::Replay follow(const Experiment& experiment, const RunSpec& options,
                                   const std::vector<trace::Pixel>& pixels,
                                   const trace::RecordedValues& recorded,
                                   trace::Arrangement arrangement = 0);

} // namespace tapir::engine
