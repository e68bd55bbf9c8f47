#pragma once

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// Fractional Miller indices of a scattering vector (the Laue equations).
///
/// @param cell_m   cell edges in the laboratory frame [m]
/// @param q_per_m  scattering vector [1/m]
/// @return a.q, b.q, c.q [1]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Vec3<Real> fractional_miller_index(const Cell<Real>& cell_m,
                                                     const Vec3<Real>& q_per_m) {
    return {Arithmetic::dot(cell_m.a, q_per_m), Arithmetic::dot(cell_m.b, q_per_m),
            Arithmetic::dot(cell_m.c, q_per_m)};
}

/// The nearest reciprocal lattice point; halves go down.
/// @return whole Miller indices [1]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Vec3<Real> nearest_miller_index(const Vec3<Real>& fractional) {
    return {Arithmetic::nearest_integer(fractional.x), Arithmetic::nearest_integer(fractional.y),
            Arithmetic::nearest_integer(fractional.z)};
}

} // namespace tapir::engine
