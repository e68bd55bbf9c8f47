#pragma once

#include <cmath>
#include <numbers>
#include <type_traits>
#include <vector>

#include "tapir/engine/numbers/gradient.hpp"
#include "tapir/engine/numbers/precise.hpp"
#include "tapir/engine/numbers/quad.hpp"
#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/random/generator.hpp"

namespace tapir::engine {

/// What a random rotation is made of: three deviates in [-1, 1) and the spread of its angle.
struct RandomRotation {
    double azimuth = 0, height = 0, depth = 0;
    float spread_rad = 0; ///< single precision, as in the C program
};

/// The deviates of one rotation. @param seed  advanced by each deviate
[[nodiscard]] RandomRotation draw_rotation(float spread_rad, ShuffledMinimalStandard& random,
                                           long& seed);

/// The deviates of mosaic domains: axis uniform on the sphere, angle up to the spread.
///
/// @param spread_rad  full spread of the cap [rad], held in single precision as in the C program
/// @param domains     number of domains, at least 1
/// @param seed        the user's seed; the same seed gives the same domains
/// @return one a domain; the first domain is not turned, but has been drawn
[[nodiscard]] std::vector<RandomRotation>
draw_mosaic_rotations(double spread_rad, int domains, long seed, ShuffledMinimalStandard& random);

/// The deviates of a random orientation.
///
/// The C program passes 90 where its generator expects radians, so the angle of the rotation is
/// 90 rad times the cube root of a deviate; the orientations are not quite uniform.
/// @param seed  the user's seed
[[nodiscard]] RandomRotation draw_misset(long seed, ShuffledMinimalStandard& random);

/// Whether a number type takes the nearest number to a power, and not what libm makes of it.
template <class Real>
inline constexpr bool nearest_powers = std::is_same_v<Real, Precise> || std::is_same_v<Real, Quad>;
template <class Number, int directions>
inline constexpr bool nearest_powers<Gradient<Number, directions>> = nearest_powers<Number>;

/// The third power of a share in single precision, by libm or without it.
template <class Real>
float third_power_of(float share) {
    if constexpr (nearest_powers<Real>) {
        return precise::third_power(share);
    } else {
        constexpr double third = 1.0 / 3.0;
        return std::pow(share, static_cast<float>(third));
    }
}

/// The rotation matrix: a uniform axis, an angle whose distribution fills the cap evenly.
/// @tparam Real  number type of the set-up; its sine and cosine are used
/// @param wider  how much the spread is from what was drawn with [rad]
template <class Real>
Mat3<Real> rotation_matrix(const RandomRotation& drawn, const Real& wider = Real(0)) {
    using std::cos;
    using std::sin;
    using std::sqrt;
    const Real one(1);
    const Real radius = sqrt(Real(one - Real(drawn.height * drawn.height)));
    // single precision on purpose: the C program's spread, power and their product are floats
    const float share = third_power_of<Real>(static_cast<float>(1.0 - drawn.depth * drawn.depth));
    const float single_angle = drawn.spread_rad * share;
    const Real angle =
        Real(static_cast<double>(single_angle)) + wider * Real(static_cast<double>(share));
    const Real azimuth(std::numbers::pi * drawn.azimuth);
    const Real x = radius * sin(azimuth);
    const Real y = radius * cos(azimuth);
    const Real z(drawn.height);
    const Real c = cos(angle);
    const Real s = sin(angle);
    const Real versine = one - c;
    const Real vx = versine * x;
    const Real xy = vx * y;
    const Real xz = vx * z;
    const Real yz = versine * y * z;
    return {c + versine * (x * x),
            xy - s * z,
            xz + s * y, //
            xy + s * z,
            c + versine * (y * y),
            yz - s * x, //
            xz - s * y,
            yz + s * x,
            c + versine * (z * z)};
}

/// The matrix of a mosaic domain. The first one is not turned.
template <class Real>
Mat3<Real> domain_rotation(const std::vector<RandomRotation>& drawn, std::size_t domain,
                           const Real& wider = Real(0)) {
    const Real zero(0);
    const Real one(1);
    return domain == 0 ? Mat3<Real>{one, zero, zero, zero, one, zero, zero, zero, one}
                       : rotation_matrix<Real>(drawn[domain], wider);
}

/// The rotations about x, then y, then z that make up a rotation matrix.
/// @param rotation  orthonormal to within rounding; its rows are normalised first
/// @return angles [rad]
template <class Real>
Vec3<Real> angles_of_rotation(const Mat3<Real>& rotation) {
    using std::atan2;
    using std::sqrt;
    const auto normalised_twice = [](const Vec3<Real>& row) {
        return unit_vector(unit_vector(row)); // as the C program does
    };
    const Mat3<Real>& u = rotation;
    const Vec3<Real> x = normalised_twice({u.xx, u.xy, u.xz});
    const Vec3<Real> y = normalised_twice({u.yx, u.yy, u.yz});
    const Vec3<Real> z = normalised_twice({u.zx, u.zy, u.zz});
    if (z.x * z.x < Real(1)) {
        return {atan2(z.y, z.z), atan2(-z.x, sqrt(Real(z.y * z.y + z.z * z.z))), atan2(y.x, x.x)};
    }
    // straight up or down: only the sum of two of the angles is determined
    const Real eighth = atan2(Real(1), Real(1));
    return {eighth * Real(4), eighth * Real(2), atan2(x.y, -y.y)};
}

} // namespace tapir::engine
