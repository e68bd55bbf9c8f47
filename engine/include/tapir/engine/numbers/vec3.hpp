#pragma once

#include <cmath>

#include "tapir/engine/host_device.hpp"
#include "tapir/engine/numbers/sum.hpp"

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

/// Each operation rounded by itself, in the order it is written: what the set-up computes with.
struct PlainOperations {
    /// What a value is divided by; the inverse is not used.
    template <class Real>
    struct Divisor {
        Real number, inverse{};
    };

    template <class Real>
    TAPIR_HOST_DEVICE static Divisor<Real> divisor(const Real& value) {
        return {value};
    }
    /// A divisor whose inverse is at hand.
    template <class Real>
    TAPIR_HOST_DEVICE static Divisor<Real> divisor(const Real& value, const Real& /*inverse*/) {
        return {value};
    }
    template <class Value, class Real>
    TAPIR_HOST_DEVICE static Value divided(const Value& x, const Divisor<Real>& by) {
        return x / by.number;
    }

    template <class Real>
    TAPIR_HOST_DEVICE static Real multiply_add(const Real& a, const Real& b, const Real& c) {
        return a * b + c;
    }
    template <class Real>
    TAPIR_HOST_DEVICE static Real dot(const Vec3<Real>& u, const Vec3<Real>& v) {
        return sum_of(u.x * v.x, u.y * v.y, u.z * v.z);
    }
    /// u . v + c
    template <class Real>
    TAPIR_HOST_DEVICE static Real dot_add(const Vec3<Real>& u, const Vec3<Real>& v, const Real& c) {
        return dot(u, v) + c;
    }
    template <class Real>
    TAPIR_HOST_DEVICE static Real square_root(const Real& x) {
        using std::sqrt;
        return sqrt(x);
    }
};

template <class Arithmetic = PlainOperations, class Real>
TAPIR_HOST_DEVICE Real dot(const Vec3<Real>& u, const Vec3<Real>& v) {
    return Arithmetic::dot(u, v);
}

template <class Arithmetic = PlainOperations, class Real>
TAPIR_HOST_DEVICE Vec3<Real> cross(const Vec3<Real>& u, const Vec3<Real>& v) {
    return {Arithmetic::multiply_add(u.y, v.z, -(u.z * v.y)),
            Arithmetic::multiply_add(u.z, v.x, -(u.x * v.z)),
            Arithmetic::multiply_add(u.x, v.y, -(u.y * v.x))};
}

template <class Arithmetic = PlainOperations, class Real>
TAPIR_HOST_DEVICE Real magnitude(const Vec3<Real>& v) {
    return Arithmetic::square_root(Arithmetic::dot(v, v));
}

/// The vector of length 1 in the same direction; the zero vector stays zero.
template <class Arithmetic = PlainOperations, class Real>
TAPIR_HOST_DEVICE Vec3<Real> unit_vector(const Vec3<Real>& v) {
    const Real length = magnitude<Arithmetic>(v);
    const bool none = length == Real(0);
    const Vec3<Real> unit = Arithmetic::divided(v, Arithmetic::divisor(none ? Real(1) : length));
    return {none ? Real(0) : unit.x, none ? Real(0) : unit.y, none ? Real(0) : unit.z};
}

/// The same numbers in another number type.
template <class To, class From>
TAPIR_HOST_DEVICE Vec3<To> converted(const Vec3<From>& v) {
    return {To(v.x), To(v.y), To(v.z)};
}
template <class To, class From>
TAPIR_HOST_DEVICE Cell<To> converted(const Cell<From>& cell) {
    return {converted<To>(cell.a), converted<To>(cell.b), converted<To>(cell.c)};
}
template <class To, class From>
TAPIR_HOST_DEVICE Mat3<To> converted(const Mat3<From>& m) {
    return {To(m.xx), To(m.xy), To(m.xz), To(m.yx), To(m.yy),
            To(m.yz), To(m.zx), To(m.zy), To(m.zz)};
}

} // namespace tapir::engine
