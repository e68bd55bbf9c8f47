#pragma once

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// Polarisation factor of the scattered intensity.
///
/// @param kahn_factor  degree of polarisation [1]: 0 unpolarised, 1 along `axis`, -1 across
/// @param incident     unit vector along the beam [1]
/// @param diffracted   unit vector from the sample to the pixel [1]
/// @param axis         E-vector of the beam, unit vector [1]; unused when kahn_factor is 0
/// @return (1 + cos^2 2theta - kahn cos 2psi sin^2 2theta) / 2 [1]
/// Source: Kahn et al. (1982), doi:10.1107/S0021889882012060.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real polarization_factor(const Real& kahn_factor, const Vec3<Real>& incident,
                                           const Vec3<Real>& diffracted, const Vec3<Real>& axis) {
    constexpr double half = 0.5;
    const Real cos_2theta = Arithmetic::dot(incident, diffracted);
    const Real cos_squared = cos_2theta * cos_2theta;
    const Real sin_squared = Real(1) - cos_squared;
    Real cos_2psi(1);
    if (kahn_factor != Real(0)) {
        const Vec3<Real> b_in = unit_vector(cross(axis, incident));
        const Vec3<Real> e_in = unit_vector(cross(incident, b_in));
        cos_2psi = Arithmetic::cos_twice_angle(Arithmetic::dot(diffracted, b_in),
                                               Arithmetic::dot(diffracted, e_in));
    }
    return Real(half) * (Real(1) + cos_squared - kahn_factor * cos_2psi * sin_squared);
}

} // namespace tapir::engine
