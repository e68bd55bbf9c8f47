#pragma once

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// The scattering vector of elastic scattering.
///
/// @param diffracted    unit vector from the sample to the pixel [1]
/// @param incident      unit vector along the beam [1]
/// @param wavelength_m  wavelength [m], > 0, as a divisor
/// @return (diffracted - incident) / wavelength [1/m]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Vec3<Real>
scattering_vector_per_m(const Vec3<Real>& diffracted, const Vec3<Real>& incident,
                        const typename Arithmetic::template Divisor<Real>& wavelength_m) {
    return Arithmetic::divided(diffracted - incident, wavelength_m);
}

} // namespace tapir::engine
