#pragma once

#include "tapir/trace/record/loop.hpp"

namespace tapir::engine {

/// The loops of a trace of derivatives: those of the computation, and inside them `direction`, the
/// number of the parameter.
[[nodiscard]] const trace::Loops& derivative_loops();

} // namespace tapir::engine
