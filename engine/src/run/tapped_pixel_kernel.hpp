#pragma once

#include "run/tapped_pixel.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/tap_policies.hpp"

/// The body of tapped_photons, for the units that instantiate it.
namespace tapir::engine {

template <class Numbers, class Arithmetic, class Tap>
typename Numbers::Wide tapped_photons(const SceneView<Numbers>& view, trace::Pixel pixel,
                                      PhiState& state, Tap& tap) {
    return pixel_photons<Numbers, Arithmetic>(view, pixel, state, tap);
}

} // namespace tapir::engine
