#pragma once

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// Applies the beam-centre and axis convention: sets the axes and the pivot of a named convention,
/// and the direct beam and nearest point on the detector axes from what the user gave.
/// Beam centres are completed with the convention's default (the middle of the detector).
void apply_convention(Experiment& experiment);

} // namespace tapir::engine
