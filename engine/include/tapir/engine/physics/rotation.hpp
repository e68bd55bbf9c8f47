#pragma once

#include <cmath>

#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// Rotates a vector about a unit axis through the origin, right-handed (Rodrigues' formula).
///
/// @param v          any vector [any unit]
/// @param axis       unit vector [1]
/// @param angle_rad  rotation angle [rad]
/// @return the rotated vector [unit of v]
///
/// Accuracy: a few epsilon of |v|. Source: Rodrigues (1840); derived in engine/PHYSICS.md.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Vec3<Real> rotated_about_axis(const Vec3<Real>& v, const Vec3<Real>& axis,
                                                const Real& angle_rad) {
    const Real s = Arithmetic::sine(angle_rad);
    const Real c = Arithmetic::cosine(angle_rad);
    const Real along = Arithmetic::dot(axis, v) * (Real(1) - c);
    const Vec3<Real> across = cross<Arithmetic>(axis, v);
    const auto turned = [&](const Real& unit, const Real& from, const Real& sideways) {
        return Arithmetic::multiply_add(sideways, s,
                                        Arithmetic::multiply_add(from, c, unit * along));
    };
    return {turned(axis.x, v.x, across.x), turned(axis.y, v.y, across.y),
            turned(axis.z, v.z, across.z)};
}

/// The same with the system's sine and cosine, for the set-up.
template <class Real>
Vec3<Real> rotated_about_axis(const Vec3<Real>& v, const Vec3<Real>& axis, const Real& angle_rad) {
    return rotated_about_axis<ReferenceArithmetic>(v, axis, angle_rad);
}

/// Rotates a vector about x, then y, then z (extrinsic). An angle of exactly 0 is no operation.
///
/// @param angles_rad  rotations about x, y, z [rad]
template <class Real>
Vec3<Real> rotated_about_xyz(Vec3<Real> v, const Vec3<Real>& angles_rad) {
    using std::cos;
    using std::sin;
    if (angles_rad.x != Real(0)) {
        const Real c = cos(angles_rad.x);
        const Real s = sin(angles_rad.x);
        v = {v.x, v.y * c + v.z * -s, v.y * s + v.z * c};
    }
    if (angles_rad.y != Real(0)) {
        const Real c = cos(angles_rad.y);
        const Real s = sin(angles_rad.y);
        v = {v.x * c + v.y * Real(0) + v.z * s, v.y, v.x * -s + v.y * Real(0) + v.z * c};
    }
    if (angles_rad.z != Real(0)) {
        const Real c = cos(angles_rad.z);
        const Real s = sin(angles_rad.z);
        v = {v.x * c + v.y * -s, v.x * s + v.y * c, v.z};
    }
    return v;
}

/// Applies a rotation matrix.
template <class Real>
TAPIR_HOST_DEVICE Vec3<Real> rotated_by(const Mat3<Real>& u, const Vec3<Real>& v) {
    return {sum_of(u.xx * v.x, u.xy * v.y, u.xz * v.z), sum_of(u.yx * v.x, u.yy * v.y, u.yz * v.z),
            sum_of(u.zx * v.x, u.zy * v.y, u.zz * v.z)};
}

} // namespace tapir::engine
