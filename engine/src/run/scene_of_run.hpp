#pragma once

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/engine/scene.hpp"

namespace tapir::engine {

/// The scene of a run, in its number types. The set-up of the portable arithmetic does without libm
/// too, so that its bits are the same on every machine.
///
/// Instantiated for the three number types, with NullTap and with RecordTap.
/// @throws InputError  see check_precision and derive_scene
template <class Numbers, class Tap>
DerivedScene<Numbers> scene_of_run(const Experiment& experiment, const RunSpec& options, Tap& tap);

} // namespace tapir::engine
