#pragma once

#include <numbers>
#include <type_traits>

#include "tapir/engine/numbers/exact.hpp"

/// Elementary functions as polynomials in explicit `fma`: no libm, no branch on data. Errors are
/// in units of epsilon, the distance from 1 to the next number of the type: 2^-52 or 2^-23.
namespace tapir::engine::polynomials {

inline constexpr double half = 0.5;

/// What differs between double and float; other number types carry a double.
template <class Real>
struct Precision {
    static constexpr bool single = false;
    static constexpr double below_rounding = 0x1p-100; ///< three of them multiplied are normal
    static constexpr double ln2_high = 0x1.62e42fefa39efp-1;
    static constexpr double ln2_low = 0x1.abc9e3b39803fp-56;
    static constexpr double largest_exponent = 800; ///< beyond it exp is 0 or infinite
};
template <>
struct Precision<float> {
    static constexpr bool single = true;
    static constexpr float below_rounding = 0x1p-40F;
    static constexpr float ln2_high = 0x1.62e43p-1F;
    static constexpr float ln2_low = -0x1.05c61p-29F;
    static constexpr float largest_exponent = 150;
};

/// A constant in the number type of a computation.
template <class Real>
TAPIR_HOST_DEVICE Real constant(double value) {
    return Real(static_cast<std::conditional_t<Precision<Real>::single, float, double>>(value));
}

template <class Real>
TAPIR_HOST_DEVICE Real horner(const Real& /*x*/, const Real& sum) {
    return sum;
}
/// sum x^n + next x^(n-1) + ..., the highest power first.
template <class Real, class... Lower>
TAPIR_HOST_DEVICE Real horner(const Real& x, const Real& sum, double next, Lower... lower) {
    return horner(x, exact::fused(sum, x, constant<Real>(next)), lower...);
}

/// sin(pi x) for |x| <= 1/2; relative error below 1.25 epsilon, mostly the rounding of pi.
template <class Real>
TAPIR_HOST_DEVICE Real sin_pi_reduced(const Real& x) {
    const Real square = x * x;
    if constexpr (Precision<Real>::single) {
        return x * horner(square, constant<Real>(7.756039139e-2), -5.982421293e-1, 2.550069727,
                          -5.167709685, 3.141592637);
    } else {
        return x * horner(square, constant<Real>(0x1.9d1b86f1b22d8p-21), -0x1.6f79770e35db1p-16,
                          0x1.e8f35e9d59d7cp-12, -0x1.e3074ddd1d2c4p-8, 0x1.50783485190b6p-4,
                          -0x1.32d2cce627542p-1, 0x1.466bc6775aa6ep+1, -0x1.4abbce625be52p+2,
                          0x1.921fb54442d18p+1);
    }
}

/// With slopes: that of the sine is pi cos(pi x), which is less work than a polynomial of slopes.
template <class Number, int directions>
TAPIR_HOST_DEVICE Gradient<Number, directions>
sin_pi_reduced(const Gradient<Number, directions>& x) {
    const Number cosine = sin_pi_reduced(constant<Number>(half) - exact::absolute(x.value()));
    return Gradient<Number, directions>::of(sin_pi_reduced(x.value()), x,
                                            constant<Number>(std::numbers::pi) * cosine);
}

/// sin(pi x scale) for any x; the product is not rounded before the nearest whole number is out.
template <class Real>
TAPIR_HOST_DEVICE Real sin_pi(const Real& x, const Real& scale = Real(1)) {
    const Real turns = exact::nearest_whole_product(x, scale);
    return exact::negated_if_odd(sin_pi_reduced(exact::fused(x, scale, -turns)), turns);
}

/// cos(pi x scale) for any x; absolute error below 2 epsilon.
template <class Real>
TAPIR_HOST_DEVICE Real cos_pi(const Real& x, const Real& scale = Real(1)) {
    const Real turns = exact::nearest_whole_product(x, scale);
    const Real rest = constant<Real>(half) - exact::absolute(exact::fused(x, scale, -turns));
    return exact::negated_if_odd(sin_pi_reduced(rest), turns);
}

/// exp(x); relative error below 1.25 epsilon; 0 where it underflows, infinite where it overflows.
template <class Real>
TAPIR_HOST_DEVICE Real exponential(const Real& exponent) {
    using Digits = Precision<Real>;
    const Real most(Digits::largest_exponent);
    const Real bounded = exact::select(exponent > most, most, exponent);
    const Real x = exact::select(bounded < -most, -most, bounded);
    const Real power = exact::nearest_whole_product(x, constant<Real>(std::numbers::log2e));
    const Real rest = exact::fused(-power, Real(Digits::ln2_low),
                                   exact::fused(-power, Real(Digits::ln2_high), x));
    // 1 / n!; |rest| <= ln 2 / 2, the next term is below epsilon / 50
    Real sum;
    if constexpr (Digits::single) {
        sum = horner(rest, constant<Real>(1.0 / 5040), 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6,
                     half, 1.0, 1.0);
    } else {
        sum = horner(rest, constant<Real>(1.0 / 6227020800), 1.0 / 479001600, 1.0 / 39916800,
                     1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
                     1.0 / 24, 1.0 / 6, half, 1.0, 1.0);
    }
    // two factors, because 2^power alone may not be a normal number
    const Real first = exact::nearest_whole_product(constant<Real>(half), power);
    return sum * exact::power_of_two(first) * exact::power_of_two(power - first);
}

/// The transform of a ball, 1 at 0: 3 (sin x / x - cos x) / x^2 at x = pi u, u >= 0.
///
/// Absolute error below 4 epsilon times the smaller of 1 and 3 / x^2, the height of its fringes.
/// Near 0, where the formula would lose its digits, it is the power series.
template <class Real>
TAPIR_HOST_DEVICE Real ball_transform(const Real& u) {
    const Real x = constant<Real>(std::numbers::pi) * u;
    const Real square = x * x;
    // 6 (-1)^n (n + 1) / (2n + 3)!; below x^2 = 4 the next term is below epsilon / 10
    Real series;
    if constexpr (Precision<Real>::single) {
        series =
            horner(square, constant<Real>(3.2118087673643227e-11), -5.7812557812557815e-9,
                   7.5156325156325153e-7, -6.6137566137566142e-5, 3.5714285714285713e-3, -0.1, 1.0);
    } else {
        series = horner(square, constant<Real>(2.5529923126162516e-21), -1.1743764638034756e-18,
                        4.439143033177138e-16, -1.34949948208585e-13, 3.2118087673643227e-11,
                        -5.7812557812557815e-9, 7.5156325156325153e-7, -6.6137566137566142e-5,
                        3.5714285714285713e-3, -0.1, 1.0);
    }
    const Real divisor = exact::select(u == Real(0), Real(1), x);
    const Real formula =
        Real(3) * (sin_pi(u) / divisor - cos_pi(u)) / exact::select(u == Real(0), Real(1), square);
    return exact::select(square < Real(4), series, formula);
}

} // namespace tapir::engine::polynomials
