#pragma once

#include <cmath>

#include "tapir/engine/host_device.hpp"

namespace tapir::engine {

/// A plain 3-vector. Its sums run x, y, z in that order, as in the C program.
template <class Real>
struct Vec3 {
    Real x{}, y{}, z{};
};

/// Three cell edges a, b, c as vectors [m].
template <class Real>
struct Cell {
    Vec3<Real> a{}, b{}, c{};
};

/// Row-major 3 x 3 matrix.
template <class Real>
struct Mat3 {
    Real xx{}, xy{}, xz{}, yx{}, yy{}, yz{}, zx{}, zy{}, zz{};
};

template <class Real>
TAPIR_HOST_DEVICE constexpr Vec3<Real> operator+(const Vec3<Real>& u, const Vec3<Real>& v) {
    return {u.x + v.x, u.y + v.y, u.z + v.z};
}

template <class Real>
TAPIR_HOST_DEVICE constexpr Vec3<Real> operator-(const Vec3<Real>& u, const Vec3<Real>& v) {
    return {u.x - v.x, u.y - v.y, u.z - v.z};
}

template <class Real>
TAPIR_HOST_DEVICE constexpr Vec3<Real> operator*(const Real& scale, const Vec3<Real>& v) {
    return {scale * v.x, scale * v.y, scale * v.z};
}

template <class Real>
TAPIR_HOST_DEVICE constexpr Vec3<Real> operator/(const Vec3<Real>& v, const Real& divisor) {
    return {v.x / divisor, v.y / divisor, v.z / divisor};
}

template <class Real>
TAPIR_HOST_DEVICE constexpr Vec3<Real> operator-(const Vec3<Real>& v) {
    return {-v.x, -v.y, -v.z};
}

template <class Real>
TAPIR_HOST_DEVICE constexpr Real dot(const Vec3<Real>& u, const Vec3<Real>& v) {
    return u.x * v.x + u.y * v.y + u.z * v.z;
}

template <class Real>
TAPIR_HOST_DEVICE constexpr Vec3<Real> cross(const Vec3<Real>& u, const Vec3<Real>& v) {
    return {u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x};
}

template <class Real>
TAPIR_HOST_DEVICE Real magnitude(const Vec3<Real>& v) {
    using std::sqrt;
    return sqrt(dot(v, v));
}

/// The vector of length 1 in the same direction; the zero vector stays zero.
template <class Real>
TAPIR_HOST_DEVICE Vec3<Real> unit_vector(const Vec3<Real>& v) {
    const Real length = magnitude(v);
    if (length == Real(0)) {
        return {Real(0), Real(0), Real(0)};
    }
    return v / length;
}

} // namespace tapir::engine
