#pragma once

#include <cmath>
#include <compare>

#include "tapir/engine/numbers/exact.hpp"

namespace tapir::engine {

/// Elementary functions in twice the digits of a double, rounded once at the end: the nearest
/// double to the true value but for one case in some 2^40, and the same on every machine. Slow; for
/// set-ups.
namespace precise {

/// @param x  angle [rad]; beyond 2^30 the digits get lost, the bits stay the same everywhere
[[nodiscard]] double sine(double x);
[[nodiscard]] double cosine(double x);
/// The angle of the point (x, y) from the x axis, -pi to pi [rad]; 0 for (0, 0).
[[nodiscard]] double arc_tangent(double y, double x);
/// x to the power of the single-precision number nearest to 1/3, rounded to single precision.
/// @param x  0 <= x <= 1
[[nodiscard]] float third_power(float x);

} // namespace precise

/// A double whose elementary functions do not come from libm: the set-up of the portable
/// arithmetic.
class Precise {
  public:
    Precise() = default;
    Precise(double value) : value_(value) {} // NOLINT(google-explicit-constructor): a literal

    [[nodiscard]] double value() const { return value_; }
    explicit operator double() const { return value_; }
    explicit operator float() const { return static_cast<float>(value_); }

    friend Precise operator+(Precise x, Precise y) { return {x.value_ + y.value_}; }
    friend Precise operator-(Precise x, Precise y) { return {x.value_ - y.value_}; }
    friend Precise operator*(Precise x, Precise y) { return {x.value_ * y.value_}; }
    friend Precise operator/(Precise x, Precise y) { return {x.value_ / y.value_}; }
    friend Precise operator-(Precise x) { return {-x.value_}; }

    friend bool operator==(Precise x, Precise y) { return x.value_ == y.value_; }
    friend auto operator<=>(Precise x, Precise y) { return x.value_ <=> y.value_; }

    friend Precise sqrt(Precise x) { return {std::sqrt(x.value_)}; }
    friend Precise ceil(Precise x) { return {std::ceil(x.value_)}; }
    friend Precise fabs(Precise x) { return {std::fabs(x.value_)}; }
    friend Precise sin(Precise x) { return {precise::sine(x.value_)}; }
    friend Precise cos(Precise x) { return {precise::cosine(x.value_)}; }
    friend Precise atan2(Precise y, Precise x) {
        return {precise::arc_tangent(y.value_, x.value_)};
    }
    friend double value_of(Precise x) { return x.value_; }

  private:
    double value_ = 0;
};

} // namespace tapir::engine
