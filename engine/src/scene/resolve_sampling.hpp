#pragma once

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// Steps of the scan, of divergence, dispersion and sensor, and the number of mosaic domains, by
/// the C program's rules for what was left out.
void resolve_sampling(ExperimentRequest& input, Experiment& experiment);

} // namespace tapir::engine
