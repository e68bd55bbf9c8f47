#pragma once

#include "tapir/engine/numbers/quad.hpp"
#include "tapir/engine/parameters.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/engine/scene.hpp"

namespace tapir::engine {

/// A number of the scene that is moved.
struct MovedParameter {
    const Parameter* parameter = nullptr; ///< null: none
    Quad by;                              ///< in its unit
};

/// The scene in 113 bits, with one of its numbers moved. Amplitudes are double there, too: they are
/// moved by what a double can hold.
[[nodiscard]] DerivedScene<Uniform<Quad>> moved_scene(const Experiment& experiment,
                                                      PhiMode phi_mode, MovedParameter moved);

} // namespace tapir::engine
