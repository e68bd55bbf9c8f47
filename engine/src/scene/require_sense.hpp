#pragma once

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// What no check of several fields looks at: every field of the scene holds what its entry in the
/// list of fields allows.
/// @throws FieldError  one does not; names it
void require_sense(const ExperimentRequest& input);

} // namespace tapir::engine
