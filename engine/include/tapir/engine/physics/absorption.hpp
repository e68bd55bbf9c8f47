#pragma once

#include <cmath>

#include "tapir/engine/host_device.hpp"

namespace tapir::engine {

/// Fraction of the photons that one layer of the sensor absorbs.
///
/// @param layer             index of the layer, 0 is the front
/// @param thickness_m       thickness of a layer [m]
/// @param attenuation_per_m linear attenuation coefficient mu [1/m]
/// @param parallax          cosine between the ray and the detector normal [1], not 0
/// @return exp(-n t mu / p) - exp(-(n+1) t mu / p) [1]
/// Source: Lambert-Beer law.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real layer_capture_fraction(int layer, const Real& thickness_m,
                                              const Real& attenuation_per_m, const Real& parallax) {
    return Arithmetic::exponential(Real(-layer) * thickness_m * attenuation_per_m / parallax) -
           Arithmetic::exponential(Real(-(layer + 1)) * thickness_m * attenuation_per_m / parallax);
}

} // namespace tapir::engine
