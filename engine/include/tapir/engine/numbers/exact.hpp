#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "tapir/engine/host_device.hpp"
#include "tapir/engine/numbers/dual.hpp"
#include "tapir/engine/numbers/gradient.hpp"
#include "tapir/engine/numbers/lineage.hpp"

/// Operations that IEEE 754 rounds correctly, or that are exact: the same bits on every machine.
/// The portable arithmetic is made of these and + - * / alone.
namespace tapir::engine::exact {

/// a * b + c, rounded once.
TAPIR_HOST_DEVICE double fused(double a, double b, double c) {
    return __builtin_fma(a, b, c);
}
TAPIR_HOST_DEVICE float fused(float a, float b, float c) {
    return __builtin_fmaf(a, b, c);
}
inline Lineage fused(const Lineage& a, const Lineage& b, const Lineage& c) {
    return fma(a, b, c);
}
template <class Number, int directions>
TAPIR_HOST_DEVICE Gradient<Number, directions> fused(const Gradient<Number, directions>& a,
                                                     const Gradient<Number, directions>& b,
                                                     const Gradient<Number, directions>& c) {
    auto slopes = c.slopes();
    for (std::size_t i = 0; i < slopes.size(); ++i) {
        slopes[i] = fused(a.value(), b.slopes()[i], fused(a.slopes()[i], b.value(), slopes[i]));
    }
    return {fused(a.value(), b.value(), c.value()), slopes};
}

TAPIR_HOST_DEVICE double square_root(double x) {
    return __builtin_sqrt(x);
}
TAPIR_HOST_DEVICE float square_root(float x) {
    return __builtin_sqrtf(x);
}
inline Lineage square_root(const Lineage& x) {
    return sqrt(x);
}
template <class Number, int directions>
TAPIR_HOST_DEVICE Gradient<Number, directions> square_root(const Gradient<Number, directions>& x) {
    const Number root = square_root(x.value());
    return Gradient<Number, directions>::of(root, x, trace::slopes::square_root(root));
}

/// The least whole number that is not below x. The instruction of a device is slow: there it is
/// one addition rounded upwards and one subtraction, for the numbers for which that is exact.
TAPIR_HOST_DEVICE double ceiling(double x) {
#if defined(__CUDA_ARCH__)
    constexpr double shift = 0x1.8p52;
    const bool beyond = (__double2hiint(x) & 0x7fffffff) >= 0x43200000; // |x| >= 2^51
    return beyond ? __builtin_ceil(x) : __builtin_copysign(__dadd_ru(x, shift) - shift, x);
#else
    return __builtin_ceil(x);
#endif
}
TAPIR_HOST_DEVICE float ceiling(float x) {
#if defined(__CUDA_ARCH__)
    constexpr float shift = 0x1.8p23F;
    const bool beyond = (__float_as_int(x) & 0x7fffffff) >= 0x4a800000; // |x| >= 2^22
    return beyond ? __builtin_ceilf(x) : __builtin_copysignf(__fadd_ru(x, shift) - shift, x);
#else
    return __builtin_ceilf(x);
#endif
}
inline Lineage ceiling(const Lineage& x) {
    return ceil(x);
}
template <class Number, int directions>
TAPIR_HOST_DEVICE Gradient<Number, directions> ceiling(const Gradient<Number, directions>& x) {
    return Gradient<Number, directions>::constant(ceiling(x.value()));
}

TAPIR_HOST_DEVICE double absolute(double x) {
    return __builtin_fabs(x);
}
TAPIR_HOST_DEVICE float absolute(float x) {
    return __builtin_fabsf(x);
}
inline Lineage absolute(const Lineage& x) {
    return fabs(x);
}
template <class Number, int directions>
TAPIR_HOST_DEVICE Gradient<Number, directions> absolute(const Gradient<Number, directions>& x) {
    const Number sign = x.value() < Number(0) ? Number(-1) : Number(1);
    return Gradient<Number, directions>::of(absolute(x.value()), x, sign);
}

/// One of two values, without a branch.
template <class Real>
TAPIR_HOST_DEVICE Real select(bool condition, const Real& yes, const Real& no) {
    return condition ? yes : no;
}

/// Numbers of this magnitude are whole: adding it rounds to the nearest whole number, halves to
/// even, and subtracting it again is exact. For |x| < 2^51 (double), 2^22 (float).
template <class Real>
struct WholeNumbers {
    static constexpr double shift = 0x1.8p52;
};
template <>
struct WholeNumbers<float> {
    static constexpr double shift = 0x1.8p23;
};

/// The nearest whole number to a * b, which is not rounded before; halves go to the even one.
template <class Real>
TAPIR_HOST_DEVICE Real nearest_whole_product(const Real& a, const Real& b) {
    const Real shift(static_cast<Real>(WholeNumbers<Real>::shift));
    return fused(a, b, shift) - shift;
}
template <class Number, int directions>
TAPIR_HOST_DEVICE Gradient<Number, directions>
nearest_whole_product(const Gradient<Number, directions>& a,
                      const Gradient<Number, directions>& b) {
    return Gradient<Number, directions>::constant(nearest_whole_product(a.value(), b.value()));
}

/// The nearest whole number to x; halves go to the even one.
template <class Real>
TAPIR_HOST_DEVICE Real nearest_whole(const Real& x) {
    const Real shift(static_cast<Real>(WholeNumbers<Real>::shift));
    return (x + shift) - shift;
}
template <class Number, int directions>
TAPIR_HOST_DEVICE Gradient<Number, directions>
nearest_whole(const Gradient<Number, directions>& x) {
    return Gradient<Number, directions>::constant(nearest_whole(x.value()));
}

/// `x`, or `-x` when the whole number `count` is odd.
template <class Real>
TAPIR_HOST_DEVICE Real negated_if_odd(const Real& x, const Real& count) {
    const Real half(static_cast<Real>(1.0 / 2));
    const Real odd = fused(Real(-2), nearest_whole_product(half, count), count);
    return select(odd == Real(0), x, -x);
}

/// x - origin as an integer, for whole numbers and 0 <= x - origin < 2^51; without a conversion
/// that some vector units lack.
TAPIR_HOST_DEVICE std::int64_t whole_as_integer(double x, double origin = 0) {
    constexpr double shift = 0x1p52;
    constexpr std::uint64_t mantissa = (std::uint64_t{1} << 52U) - 1;
    const double shifted = x + (shift - origin);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &shifted, sizeof bits);
    return static_cast<std::int64_t>(bits & mantissa);
}

/// 2^power for a whole number -1022 <= power <= 1023 (float: -126 to 127).
TAPIR_HOST_DEVICE double power_of_two(double power) {
    constexpr double bias = 1023;
    constexpr unsigned mantissa_bits = 52;
    const std::uint64_t bits = static_cast<std::uint64_t>(whole_as_integer(power + bias))
                               << mantissa_bits;
    double result = 0;
    std::memcpy(&result, &bits, sizeof result);
    return result;
}
TAPIR_HOST_DEVICE float power_of_two(float power) {
    constexpr float bias = 127;
    constexpr unsigned mantissa_bits = 23;
    const auto bits = static_cast<std::uint32_t>(static_cast<std::int32_t>(power + bias))
                      << mantissa_bits;
    float result = 0;
    std::memcpy(&result, &bits, sizeof result);
    return result;
}
inline Lineage power_of_two(const Lineage& power) {
    return Lineage::from(power_of_two(power.value()), power);
}
template <class Number, int directions>
TAPIR_HOST_DEVICE Gradient<Number, directions>
power_of_two(const Gradient<Number, directions>& power) {
    return Gradient<Number, directions>::constant(power_of_two(power.value()));
}

/// Whether a value that came back from a tap is the one that went in, bit for bit but for the
/// sign of 0; a number with a lineage never is, because it has got a name.
template <class Real>
TAPIR_HOST_DEVICE bool unchanged(const Real& before, const Real& after) {
    return before == after;
}
TAPIR_HOST_DEVICE bool unchanged(double before, double after) {
    return before == after;
}
TAPIR_HOST_DEVICE bool unchanged(float before, float after) {
    return before == after;
}
inline bool unchanged(const Lineage& /*before*/, const Lineage& /*after*/) {
    return false;
}
inline bool unchanged(const Dual& /*before*/, const Dual& /*after*/) {
    return false;
}

} // namespace tapir::engine::exact
