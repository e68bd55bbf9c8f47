#pragma once

#include "tapir/engine/parameters.hpp"
#include "tapir/engine/run_spec.hpp"

namespace tapir::engine {

/// @throws InputError  a run in which no derivatives are computed
void require_gradient_run(const RunSpec& run);

/// @param parameter  a scene with slopes, too, may have refused it
/// @throws InputError  the scene has no derivative by it
void require_derivative(const Parameter& parameter);

} // namespace tapir::engine
