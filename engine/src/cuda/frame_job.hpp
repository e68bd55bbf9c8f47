#pragma once

#include <cstddef>
#include <cstdint>

#include "tapir/engine/phi_state.hpp"

/// What host and kernels must agree on.
namespace tapir::engine::cuda {

inline constexpr int threads_per_block = 128;

/// Cells of a scene that are few enough stand in constant memory, where all threads read the same
/// one at once.
inline constexpr std::size_t constant_bytes = std::size_t{60} * 1024;

/// What a launch computes, and where to.
struct FrameJob {
    const std::int64_t* pixels = nullptr; ///< slow x columns + fast; null: all
    std::int64_t count = 0;
    int columns = 0;
    PhiState state;
    double* unrounded = nullptr; ///< image, one of the two
    float* rounded = nullptr;
    std::uint8_t* ended = nullptr; ///< where pixels say that they ended interpolation, or null
};

} // namespace tapir::engine::cuda
