#pragma once

#include <numbers>

#include "tapir/engine/arithmetic/fraction.hpp"
#include "tapir/engine/numbers/exact.hpp"
#include "tapir/engine/numbers/gradient.hpp"

/// The slope of sin(pi N h) / sin(pi h) near its peaks, where the rule for a quotient loses all
/// digits: it divides the difference of two nearly equal products by the square of next to nothing.
namespace tapir::engine {

/// How near the peak the series takes over: N |h - h0| below it. There the series' next term is
/// below 1e-17, and beyond it the rule for a quotient loses no more than two digits.
inline constexpr double interference_series_limit = 0.1;

/// d/dh of sin(pi N h) / sin(pi h) at a distance `offset` from a whole h, for N |offset| below the
/// limit and the sign that makes the peak positive.
///
/// With a = pi offset it is pi f(a) / sin^2 a, f(a) = ((N - 1) sin((N + 1) a) -
/// (N + 1) sin((N - 1) a)) / 2, of whose series the first term cancels.
template <class Number>
TAPIR_HOST_DEVICE Number interference_peak_slope(const Number& offset, const Number& n) {
    const Number pi(static_cast<Number>(std::numbers::pi));
    const Number a = pi * offset;
    const Number a2 = a * a;
    const Number larger = (n + Number(1)) * (n + Number(1)) * a2;
    const Number smaller = (n - Number(1)) * (n - Number(1)) * a2;
    // sum over k >= 1 of (-1)^k ((N+1)^2k - (N-1)^2k) a^2k / ((2k+1)! 4 N a^2); each bracket is
    // 4 N a^2 times `quotient`
    constexpr int terms = 7;
    Number sum(0);
    Number quotient(1);
    Number power_of_smaller(1);
    Number factorial(1);
    Number sign(-1);
    for (int k = 1; k <= terms; ++k) {
        factorial = factorial * Number(2 * k) * Number(2 * k + 1);
        sum = sum + sign * quotient / factorial;
        power_of_smaller = power_of_smaller * smaller;
        quotient = quotient * larger + power_of_smaller;
        sign = -sign;
    }
    // sin a / a
    const Number sinc =
        Number(1) -
        a2 / Number(6) *
            (Number(1) -
             a2 / Number(20) * (Number(1) - a2 / Number(42) * (Number(1) - a2 / Number(72))));
    return Number(2) * pi * (n * n - Number(1)) * n * a * sum / (sinc * sinc);
}

/// The fraction with the slope that it has near a peak put in place of that of the rule.
/// @param fraction  sin(pi N h) and sin(pi h) up to a common or a single sign
template <class Number, int directions>
TAPIR_HOST_DEVICE Fraction<Gradient<Number, directions>>
with_peak_slope(const Fraction<Gradient<Number, directions>>& fraction,
                const Gradient<Number, directions>& offset,
                const Gradient<Number, directions>& cell_count) {
    using Real = Gradient<Number, directions>;
    const Number limit(static_cast<Number>(interference_series_limit));
    const Number n = cell_count.value();
    const bool near = exact::absolute(offset.value()) * n < limit;
    // at the peak the quotient is near N, so its sign is that of the peak
    const Number top = fraction.numerator.value();
    const Number below = fraction.denominator.value();
    const Number magnitude = top * below < Number(0) ? -below : below;
    // select, not branch: one of a block of pixels may be near its peak
    const Number slope = magnitude * interference_peak_slope(offset.value(), n);
    auto above = fraction.numerator.slopes();
    auto under = fraction.denominator.slopes();
    for (std::size_t i = 0; i < above.size(); ++i) {
        above[i] = near ? slope * offset.slopes()[i] : above[i];
        under[i] = near ? Number(0) : under[i];
    }
    return {Real(top, above), Real(below, under)};
}

} // namespace tapir::engine
