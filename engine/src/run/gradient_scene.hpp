#pragma once

#include <vector>

#include "tapir/engine/numbers/gradient.hpp"
#include "tapir/engine/parameters.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/engine/scene.hpp"

namespace tapir::engine {

class SlopeRecords;

/// How many parameters are varied at once.
inline constexpr int directions_at_once = 4;

/// The scene of the portable arithmetic with slopes, [photons per unit of the parameter].
///
/// Instantiated for directions_at_once and for 1.
/// @param parameters  at most `directions`; those that are refused are constants. One that this run
///                    refuses gets its refusal
/// @param records     gets the slopes of the set-up's taps; null: nobody wants them
template <int directions>
DerivedScene<GradientNumbers<directions>>
gradient_scene(const Experiment& experiment, PhiMode phi_mode, std::vector<Parameter>& parameters,
               SlopeRecords* records = nullptr);

} // namespace tapir::engine
