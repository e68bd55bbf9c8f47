#pragma once

#include <cstdint>

#include "tapir/engine/host_device.hpp"
#include "tapir/trace/record/pixel.hpp"

namespace tapir::engine {

/// How a phi step at exactly 0 gets its crystal vectors.
enum class PhiMode : std::uint8_t {
    spec,    ///< a fresh rotation: the unrotated vectors
    c_parity ///< the C program's: whatever the last rotated step left
};

/// What one thread of the C program carries from pixel to pixel.
///
/// The C program keeps its working vectors when phi is exactly 0. They are the rotation of the
/// last step with another phi, so remembering *which* step that was is the whole cache: the
/// vectors themselves, one set per mosaic domain, stand in the scene's table of orientations.
/// A cache filled for another scene (other detector or cell) is not used.
struct PhiState {
    static constexpr int nothing_carried = -1;

    int carried_phi_tic = nothing_carried;
    trace::Pixel from;           ///< pixel that last rotated
    std::uint64_t scene_key = 0; ///< scene the cache was filled for
    /// Interpolation has ended: an index came too near the edge of the table.
    bool interpolation_ended = false;

    [[nodiscard]] TAPIR_HOST_DEVICE bool holds(std::uint64_t key) const {
        return carried_phi_tic != nothing_carried && scene_key == key;
    }
};

} // namespace tapir::engine
