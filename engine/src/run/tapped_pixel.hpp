#pragma once

#include "run/thread_history.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/scene.hpp"

/// One pixel through a tap that records.
///
/// The kernel takes the compiler half a minute for each number type, arithmetic and tap, so each
/// pair of them is compiled in a unit of its own (record_float64.cpp and its neighbours, which
/// include tapped_pixel_kernel.hpp) and all others find it declared here.
namespace tapir::engine {

/// The operations of ReferenceArithmetic without the second normalisation of directions.
struct NormalisingOnce : ReferenceArithmetic {
    static constexpr bool normalises_twice = false;
};

/// @param state  what the pixel's thread comes with; goes on
/// @return expected photons
template <class Numbers, class Arithmetic, class Tap>
typename Numbers::Wide tapped_photons(const SceneView<Numbers>& view, trace::Pixel pixel,
                                      PhiState& state, Tap& tap);

/// What a pixel's thread comes with, interpolation included.
template <class Numbers>
PhiState state_before(const SceneView<Numbers>& view, const ThreadHistory& history,
                      trace::Pixel pixel) {
    PhiState state = history.carried_into(pixel);
    state.interpolation_ended =
        view.interpolate && view.interpolation_ends && history.interpolation_ended_before(pixel);
    return state;
}

/// Chosen pixels of a scene through a tap.
/// @param begin_pixel  called before each pixel; may be empty
template <class Numbers, class Arithmetic, class Tap>
void run_pixels(const SceneView<Numbers>& view, const ThreadHistory& history,
                const std::vector<trace::Pixel>& pixels, Tap& tap,
                const std::function<void(trace::Pixel)>& begin_pixel = {}) {
    for (const trace::Pixel& pixel : pixels) {
        if (begin_pixel) {
            begin_pixel(pixel);
        }
        PhiState state = state_before(view, history, pixel);
        (void)tapped_photons<Numbers, Arithmetic>(view, pixel, state, tap);
    }
}

} // namespace tapir::engine
