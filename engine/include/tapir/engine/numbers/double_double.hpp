#pragma once

#include <cmath>
#include <compare>

#include "tapir/engine/numbers/exact.hpp"
#include "tapir/engine/numbers/pi.hpp"

namespace tapir::engine {

/// A number of some 106 bits: the unrounded sum of two doubles, the lower one at most half a unit
/// in the last place of the higher.
///
/// Made of error-free transformations (Dekker 1971, doi:10.1007/BF01397083; Knuth, "The Art of
/// Computer Programming", volume 2, section 4.2.2). With u = 2^-53, relative errors are below
/// 3 u^2 of a sum and 6 u^2 of a product (Joldes, Muller and Popescu 2017, doi:10.1145/3121432),
/// 16 u^2 of a quotient or a root, and 2^-98 of a function, as long as neither it nor a low part
/// comes near underflow. The same bits on every machine.
class DoubleDouble {
  public:
    DoubleDouble() = default;
    DoubleDouble(double value) : high_(value) {} // NOLINT(google-explicit-constructor): a literal
    /// @param low  at most half a unit in the last place of `high`
    DoubleDouble(double high, double low) : high_(high), low_(low) {}

    /// a + b, exactly.
    static DoubleDouble sum(double a, double b) {
        const double sum = a + b;
        const double part = sum - a;
        return {sum, (a - (sum - part)) + (b - part)};
    }
    /// a b, exactly.
    static DoubleDouble product(double a, double b) {
        const double product = a * b;
        return {product, exact::fused(a, b, -product)};
    }

    [[nodiscard]] double high() const { return high_; } ///< the nearest double
    [[nodiscard]] double low() const { return low_; }

    friend DoubleDouble operator+(const DoubleDouble& x, const DoubleDouble& y) {
        const DoubleDouble high = sum(x.high_, y.high_);
        const DoubleDouble low = sum(x.low_, y.low_);
        const DoubleDouble carried = sum(high.high_, high.low_ + low.high_);
        return sum(carried.high_, carried.low_ + low.low_);
    }
    friend DoubleDouble operator-(const DoubleDouble& x) { return {-x.high_, -x.low_}; }
    friend DoubleDouble operator-(const DoubleDouble& x, const DoubleDouble& y) { return x + -y; }
    friend DoubleDouble operator*(const DoubleDouble& x, const DoubleDouble& y) {
        const DoubleDouble high = product(x.high_, y.high_);
        return sum(high.high_, high.low_ + (x.high_ * y.low_ + x.low_ * y.high_));
    }
    /// The quotient by a plain double.
    [[nodiscard]] DoubleDouble divided_by(double divisor) const {
        const double first = high_ / divisor;
        const DoubleDouble rest = *this + -product(first, divisor);
        return sum(first, rest.high_ / divisor);
    }

    friend bool operator==(const DoubleDouble& x, const DoubleDouble& y) {
        return x.high_ == y.high_ && x.low_ == y.low_;
    }
    friend std::partial_ordering operator<=>(const DoubleDouble& x, const DoubleDouble& y) {
        const std::partial_ordering by_high = x.high_ <=> y.high_;
        return by_high == std::partial_ordering::equivalent ? x.low_ <=> y.low_ : by_high;
    }

    friend DoubleDouble ceil(const DoubleDouble& x) {
        const double whole = std::ceil(x.high_);
        return whole == x.high_ ? sum(whole, std::ceil(x.low_)) : DoubleDouble(whole);
    }
    friend DoubleDouble floor(const DoubleDouble& x) { return -ceil(-x); }
    friend DoubleDouble fabs(const DoubleDouble& x) { return x.high_ < 0 ? -x : x; }
    friend double value_of(const DoubleDouble& x) { return x.high_; }

  private:
    double high_ = 0, low_ = 0;
};

[[nodiscard]] DoubleDouble operator/(const DoubleDouble& x, const DoubleDouble& y);
[[nodiscard]] DoubleDouble sqrt(const DoubleDouble& x);
/// @param x  angle [rad]; the error is absolute, 2^-98, beyond a quarter turn, and grows beyond
/// 2^30
[[nodiscard]] DoubleDouble sin(const DoubleDouble& x);
[[nodiscard]] DoubleDouble cos(const DoubleDouble& x);
/// 0 and infinity where a double has no other number for it.
[[nodiscard]] DoubleDouble exp(const DoubleDouble& x);
/// The angle of the point (x, y) from the x axis, -pi to pi [rad]; 0 for (0, 0).
[[nodiscard]] DoubleDouble atan2(const DoubleDouble& y, const DoubleDouble& x);
/// The nearest single-precision number: not that to the nearest double, which may lie half way.
[[nodiscard]] DoubleDouble in_single_precision(const DoubleDouble& x);

template <>
inline DoubleDouble pi<DoubleDouble>() {
    return {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};
}

} // namespace tapir::engine
