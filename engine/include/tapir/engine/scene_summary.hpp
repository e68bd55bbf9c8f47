#pragma once

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// What the set-up makes of an experiment, in numbers a person asks for.
struct SceneSummary {
    double beam_fast_pixels = 0, beam_slow_pixels = 0; ///< where the direct beam hits
    double beam_fast_m = 0, beam_slow_m = 0;           ///< the same [m]
    double near_fast_m = 0, near_slow_m = 0;           ///< point nearest to the sample
    double distance_m = 0;                             ///< along the beam
    double close_distance_m = 0;                       ///< perpendicular
    Vec3<double> origin_m;                             ///< outer corner of the first pixel
    int oversample = 1, sources = 1, layers = 1;
    double steps = 1; ///< terms in the sum of a pixel
    Vec3<double> cell_counts;
};

/// @throws InputError  see derive_scene
[[nodiscard]] SceneSummary summarise(const Experiment& experiment);

} // namespace tapir::engine
