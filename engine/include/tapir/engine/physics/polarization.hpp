#pragma once

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// Directions across the beam from which the angle psi of a ray is measured.
template <class Real>
struct PolarizationFrame {
    Vec3<Real> magnetic, electric; ///< unit vectors; zero where the E-vector is along the beam
};

/// @param axis      E-vector of the beam, unit vector [1]
/// @param incident  unit vector along the beam [1]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE PolarizationFrame<Real> polarization_frame(const Vec3<Real>& axis,
                                                             const Vec3<Real>& incident) {
    const Vec3<Real> b = unit_vector<Arithmetic>(cross<Arithmetic>(axis, incident));
    return {b, unit_vector<Arithmetic>(cross<Arithmetic>(incident, b))};
}

/// Cosine of twice the angle psi between the projected ray and the E-vector.
/// @param diffracted  unit vector from the sample to the pixel [1]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real cos_twice_psi(const Vec3<Real>& diffracted,
                                     const PolarizationFrame<Real>& frame) {
    return Arithmetic::cos_twice_angle(Arithmetic::dot(diffracted, frame.magnetic),
                                       Arithmetic::dot(diffracted, frame.electric));
}

/// Polarisation factor of the scattered intensity.
///
/// @param kahn_factor  degree of polarisation [1]: 0 unpolarised, 1 along the E-vector, -1 across
/// @param incident     unit vector along the beam [1]
/// @param diffracted   unit vector from the sample to the pixel [1]
/// @param cos_2psi     see cos_twice_psi; of no effect when kahn_factor is 0
/// @return (1 + cos^2 2theta - kahn cos 2psi sin^2 2theta) / 2 [1]
/// Source: Kahn et al. (1982), doi:10.1107/S0021889882012060.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real polarization_factor(const Real& kahn_factor, const Vec3<Real>& incident,
                                           const Vec3<Real>& diffracted, const Real& cos_2psi) {
    const Real half(static_cast<Real>(1.0 / 2));
    const Real cos_2theta = Arithmetic::dot(incident, diffracted);
    const Real one_and_cos_squared = Arithmetic::multiply_add(cos_2theta, cos_2theta, Real(1));
    const Real sin_squared = Arithmetic::multiply_add(-cos_2theta, cos_2theta, Real(1));
    return half *
           Arithmetic::multiply_add(-(kahn_factor * cos_2psi), sin_squared, one_and_cos_squared);
}

} // namespace tapir::engine
