#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "tapir/trace/record/slopes.hpp"

namespace tapir::trace {

/// A number with its derivatives by the recorded values it was computed from, and a bound of the
/// rounding on the way: the conditioning of a stage, from the stage itself.
///
/// `rounding` is the first-order bound of the error that rounded operations left, in units of the
/// unit roundoff: |error| <= rounding * u for any precision u (Higham 2002, "Accuracy and
/// Stability of Numerical Algorithms", sections 2.2 and 3.1). `scatter` is the same with the
/// roundings added as independent ones are, in squares; after long chains a few times that is the
/// sharper bound (Higham and Mary 2019, doi:10.1137/18M1226312).
///
/// A whole number that was decided on (`ceil`, `floor`, a comparison) has no derivative; it keeps
/// those of what it was decided on, and how far that lies from the boundary.
class Dual {
  public:
    using Derivatives = std::vector<std::pair<int, double>>; ///< by node, sorted

    static constexpr double table_slope = 1e30; ///< stands for "anything"
    static constexpr double no_decision = std::numeric_limits<double>::infinity();

    Dual() = default;
    Dual(double value) // NOLINT(google-explicit-constructor): a literal
        : value_(value), rounding_(exact_in_any_precision(value) ? 0 : std::fabs(value)),
          scatter_(rounding_) {}
    /// The variable of a node.
    static Dual variable(double value, int node) {
        Dual result;
        result.value_ = value;
        result.derivatives_ = {{node, 1.0}};
        return result;
    }

    [[nodiscard]] double value() const { return value_; }
    [[nodiscard]] double rounding() const { return rounding_; }
    [[nodiscard]] double scatter() const { return scatter_; }
    [[nodiscard]] const Derivatives& derivatives() const { return derivatives_; }
    /// Bound of errors that do not depend on the precision of the computation.
    [[nodiscard]] double blur() const { return blur_; }
    /// Distance of what was decided on from the boundary; derivatives and rounding are its own.
    [[nodiscard]] double margin() const { return margin_; }

    /// f(x, y) with its partial derivatives.
    /// @param roundings  units of |value| that the operation itself rounds by
    static Dual of(double value, const Dual& x, double by_x, const Dual& y, double by_y,
                   double roundings = 1) {
        Dual result;
        result.value_ = value;
        result.rounding_ = std::fabs(by_x) * x.rounding_ + std::fabs(by_y) * y.rounding_ +
                           roundings * std::fabs(value);
        result.scatter_ = std::hypot(by_x * x.scatter_, by_y * y.scatter_, roundings * value);
        result.blur_ = std::fabs(by_x) * x.blur_ + std::fabs(by_y) * y.blur_;
        result.derivatives_.reserve(x.derivatives_.size() + y.derivatives_.size());
        auto a = x.derivatives_.begin();
        auto b = y.derivatives_.begin();
        while (a != x.derivatives_.end() || b != y.derivatives_.end()) {
            if (b == y.derivatives_.end() || (a != x.derivatives_.end() && a->first < b->first)) {
                result.derivatives_.emplace_back(a->first, by_x * a->second);
                ++a;
            } else if (a == x.derivatives_.end() || b->first < a->first) {
                result.derivatives_.emplace_back(b->first, by_y * b->second);
                ++b;
            } else {
                result.derivatives_.emplace_back(a->first, by_x * a->second + by_y * b->second);
                ++a;
                ++b;
            }
        }
        result.margin_ = std::min(x.margin_, y.margin_);
        return result;
    }
    static Dual of(double value, const Dual& x, double by_x, double roundings = 1) {
        return of(value, x, by_x, none(), 0, roundings);
    }
    /// A value decided on by x, which lies `margin` from where the decision falls the other way.
    static Dual decided(double value, const Dual& x, double margin) {
        Dual result = x;
        result.value_ = value;
        result.margin_ = std::min(x.margin_, margin);
        return result;
    }

    /// The same with an error of up to `by` that does not depend on the precision.
    static Dual blurred(const Dual& x, double by) {
        Dual result = x;
        result.blur_ += by;
        return result;
    }

    friend Dual operator+(const Dual& x, const Dual& y) {
        return of(x.value_ + y.value_, x, 1, y, 1, sum_rounds(x, y));
    }
    friend Dual operator-(const Dual& x, const Dual& y) {
        return of(x.value_ - y.value_, x, 1, y, -1, sum_rounds(x, y));
    }
    friend Dual operator*(const Dual& x, const Dual& y) {
        return of(x.value_ * y.value_, x, y.value_, y, x.value_);
    }
    friend Dual operator/(const Dual& x, const Dual& y) {
        const double quotient = x.value_ / y.value_;
        // a program may multiply by the inverse, which rounds once more
        const auto slope = slopes::quotient(quotient, y.value_);
        return of(quotient, x, slope.by_x, y, slope.by_y, 2);
    }
    friend Dual operator-(const Dual& x) { return of(-x.value_, x, -1, 0); }

    friend bool operator==(const Dual& x, const Dual& y) { return x.value_ == y.value_; }
    friend auto operator<=>(const Dual& x, const Dual& y) { return x.value_ <=> y.value_; }

    friend Dual sqrt(const Dual& x) {
        const double root = std::sqrt(x.value_);
        return of(root, x, slopes::square_root(root));
    }
    friend Dual sin(const Dual& x) {
        return of(std::sin(x.value_), x, slopes::sine(x.value_), library_roundings);
    }
    friend Dual cos(const Dual& x) {
        return of(std::cos(x.value_), x, slopes::cosine(x.value_), library_roundings);
    }
    friend Dual exp(const Dual& x) {
        const double power = std::exp(x.value_);
        return of(power, x, power, library_roundings);
    }
    friend Dual log(const Dual& x) {
        return of(std::log(x.value_), x, 1 / x.value_, library_roundings);
    }
    friend Dual tan(const Dual& x) {
        const double tangent = std::tan(x.value_);
        return of(tangent, x, 1 + tangent * tangent, library_roundings);
    }
    friend Dual asin(const Dual& x) {
        return of(std::asin(x.value_), x, 1 / std::sqrt(1 - x.value_ * x.value_),
                  library_roundings);
    }
    friend Dual acos(const Dual& x) {
        return of(std::acos(x.value_), x, -1 / std::sqrt(1 - x.value_ * x.value_),
                  library_roundings);
    }
    friend Dual atan(const Dual& x) {
        return of(std::atan(x.value_), x, 1 / (1 + x.value_ * x.value_), library_roundings);
    }
    /// A whole power that is written in the formula has no derivative by its exponent, and any
    /// base.
    friend Dual pow(const Dual& x, const Dual& y) {
        const double power = std::pow(x.value_, y.value_);
        const double by_x = y.value_ == 0 ? 0 : y.value_ * std::pow(x.value_, y.value_ - 1);
        const bool fixed = y.derivatives_.empty() && y.rounding_ == 0;
        return fixed ? of(power, x, by_x, library_roundings)
                     : of(power, x, by_x, y, power * std::log(x.value_), library_roundings);
    }
    friend Dual round(const Dual& x) {
        const double whole = std::round(x.value_);
        constexpr double half = 0.5;
        return decided(whole, x, half - std::fabs(x.value_ - whole));
    }
    friend Dual ceil(const Dual& x) { return stepped(std::ceil(x.value_), x); }
    friend Dual floor(const Dual& x) { return stepped(std::floor(x.value_), x); }
    friend Dual rint(const Dual& x) {
        const double whole = std::rint(x.value_);
        constexpr double half = 0.5;
        return decided(whole, x, half - std::fabs(x.value_ - whole));
    }
    friend Dual fabs(const Dual& x) { return x.value_ < 0 ? -x : x; }
    friend Dual atan2(const Dual& y, const Dual& x) {
        const auto slope = slopes::arc_tangent(y.value_, x.value_);
        return of(std::atan2(y.value_, x.value_), y, slope.by_y, x, slope.by_x, library_roundings);
    }
    friend Dual in_single_precision(const Dual& x) {
        constexpr double roundoff = 0x1p-24;
        Dual result = of(static_cast<double>(static_cast<float>(x.value_)), x, 1, 0);
        result.blur_ += roundoff * std::fabs(x.value_);
        return result;
    }
    /// An entry of a table that stands at whole indices: another index gives anything.
    static Dual looked_up(double entry, const Dual& index) {
        Dual result = of(entry, index, table_slope, 0);
        result.rounding_ = result.scatter_ = 0;
        return result;
    }
    friend Dual fma(const Dual& x, const Dual& y, const Dual& z) {
        const Dual product = of(x.value_ * y.value_, x, y.value_, y, x.value_, 0);
        return of(std::fma(x.value_, y.value_, z.value_), product, 1, z, 1);
    }

  private:
    static constexpr double library_roundings =
        4; ///< of sin, cos, exp and their like, single precision

    static const Dual& none() {
        static const Dual nothing;
        return nothing;
    }
    static bool exact_in_any_precision(double value) {
        return static_cast<double>(static_cast<float>(value)) == value;
    }
    /// Adding 0 rounds nothing.
    static double sum_rounds(const Dual& x, const Dual& y) {
        return x.value_ == 0 || y.value_ == 0 ? 0 : 1;
    }
    static Dual stepped(double whole, const Dual& x) {
        const double below = x.value_ - std::floor(x.value_);
        return decided(whole, x, std::min(below, 1 - below));
    }

    double value_ = 0;
    double rounding_ = 0;
    double scatter_ = 0;
    double blur_ = 0;
    double margin_ = no_decision;
    Derivatives derivatives_;
};

/// The ordinary number in it.
inline double value_of(const Dual& x) {
    return x.value();
}

/// A table entry chosen by an index.
inline Dual chosen_by(double entry, const Dual& index) {
    return Dual::looked_up(entry, index);
}
/// One of two values, by a comparison.
inline Dual chosen_by(const Dual& entry, const Dual& index) {
    return Dual::of(entry.value(), entry, 1, index, 0, 0);
}

} // namespace tapir::trace
