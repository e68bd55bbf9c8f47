#pragma once

#include "tapir/engine/phi_state.hpp"

namespace tapir::engine::cuda {

/// A pixel to trace and what its thread of the C program comes with.
struct TracedPixel {
    trace::Pixel pixel;
    PhiState state;
};

} // namespace tapir::engine::cuda
