#pragma once

#include "tapir/engine/run_spec.hpp"

namespace tapir::engine {

/// @throws InputError  a run in which no derivatives are computed
void require_gradient_run(const RunSpec& run);

} // namespace tapir::engine
