#pragma once

#include <numbers>

#include "tapir/engine/arithmetic/fraction.hpp"
#include "tapir/engine/numbers/exact.hpp"
#include "tapir/engine/numbers/gradient.hpp"

/// The slope of sin(pi N h) / sin(pi h) near its peaks, where the rule for a quotient loses all
/// digits: it divides the difference of two nearly equal products by the square of next to nothing.
namespace tapir::engine {

/// How near the peak the series takes over: N |h - h0| below it. There what the series leave out is
/// below 1e-13 of the slope, and beyond it the rule for a quotient loses no more than three digits.
inline constexpr double interference_series_limit = 0.03;

/// d/dh of sin(pi N h) / sin(pi h) at a distance `offset` from a whole h, for N |offset| below the
/// limit and the sign that makes the peak positive.
///
/// With a = pi offset it is pi f(a) / sin^2 a, f(a) = ((N - 1) sin((N + 1) a) -
/// (N + 1) sin((N - 1) a)) / 2, of whose series the first term cancels:
/// f = 2 N (N^2 - 1) a^3 sum over k >= 1 of (-1)^k R_k / (2k + 1)!, where R_k is
/// ((N + 1)^2k - (N - 1)^2k) a^2k / (4 N a^2).
template <class Number>
TAPIR_HOST_DEVICE Number interference_peak_slope(const Number& offset, const Number& n) {
    const Number a = static_cast<Number>(std::numbers::pi) * offset;
    const Number a2 = a * a;
    const Number p = (n + Number(1)) * (n + Number(1)) * a2;
    const Number q = (n - Number(1)) * (n - Number(1)) * a2;
    const Number q2 = q * q;
    const Number r2 = p + q; // R_1 is 1, R_k+1 = R_k p + q^k
    const Number r3 = r2 * p + q2;
    const Number r4 = r3 * p + q2 * q;
    const Number r5 = r4 * p + q2 * q2;
    const auto constant = [](double value) { return static_cast<Number>(value); };
    const Number sum = constant(-1.0 / 6) + r2 * constant(1.0 / 120) - r3 * constant(1.0 / 5040) +
                       r4 * constant(1.0 / 362880) - r5 * constant(1.0 / 39916800);
    // (a / sin a)^2
    const Number squared =
        Number(1) + a2 * (constant(1.0 / 3) + a2 * (constant(1.0 / 15) + a2 * constant(2.0 / 189)));
    return constant(2 * std::numbers::pi) * (n * n - Number(1)) * n * a * sum * squared;
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
