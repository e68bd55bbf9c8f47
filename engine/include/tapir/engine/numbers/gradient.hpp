#pragma once

#include <array>
#include <cmath>
#include <compare>
#include <cstddef>

#include "tapir/engine/host_device.hpp"
#include "tapir/trace/record/slopes.hpp"

namespace tapir::engine {

/// A number with its derivatives along several directions at once (forward mode): a fixed size, no
/// allocation.
///
/// A whole number that was decided on (`ceil`, `floor`) has no slope; which decisions fell, and how
/// near they were, is seen at the taps (decision_tap.hpp).
///
/// Two of them are equal where the slopes are equal as well: 0 is then what *is* and *stays* 0, so
/// that a short cut for an angle or a factor of exactly 0 is not taken where it varies. `<` and its
/// like compare the values alone.
///
/// @tparam Number      type of the value and of each slope: double, Precise
/// @tparam directions  how many slopes, at least 1
template <class Number, int directions>
class Gradient {
  public:
    using Slopes = std::array<Number, static_cast<std::size_t>(directions)>;

    Gradient() = default; // not set to begin with, like the number itself
    // copied number by number: in a loop over pixels compilers take no blocks of memory apart
    TAPIR_HOST_DEVICE Gradient(const Gradient& other) : value_(other.value_) {
        for (std::size_t i = 0; i < slopes_.size(); ++i) {
            slopes_[i] = other.slopes_[i];
        }
    }
    TAPIR_HOST_DEVICE Gradient& operator=(const Gradient& other) {
        value_ = other.value_;
        for (std::size_t i = 0; i < slopes_.size(); ++i) {
            slopes_[i] = other.slopes_[i];
        }
        return *this;
    }
    ~Gradient() = default;
    /// A constant.
    TAPIR_HOST_DEVICE Gradient(double value) // NOLINT(google-explicit-constructor): a literal
        : value_(value), slopes_{} {}
    TAPIR_HOST_DEVICE Gradient(const Number& value, const Slopes& slopes) : value_(value) {
        for (std::size_t i = 0; i < slopes_.size(); ++i) {
            slopes_[i] = slopes[i];
        }
    }
    /// The same in another number type, along the first of its directions.
    template <class Other, int more>
    requires(more >= directions) TAPIR_HOST_DEVICE
        explicit Gradient(const Gradient<Other, more>& other)
        : value_(static_cast<Number>(other.value())) {
        for (std::size_t i = 0; i < slopes_.size(); ++i) {
            slopes_[i] = static_cast<Number>(other.slopes()[i]);
        }
    }

    [[nodiscard]] TAPIR_HOST_DEVICE const Number& value() const { return value_; }
    [[nodiscard]] TAPIR_HOST_DEVICE const Slopes& slopes() const { return slopes_; }

    /// f(x) with its slope there.
    TAPIR_HOST_DEVICE static Gradient of(const Number& value, const Gradient& x,
                                         const Number& by_x) {
        Gradient result;
        result.value_ = value;
        for (std::size_t i = 0; i < x.slopes_.size(); ++i) {
            result.slopes_[i] = by_x * x.slopes_[i];
        }
        return result;
    }
    /// f(x, y) with its slopes there.
    TAPIR_HOST_DEVICE static Gradient of(const Number& value, const Gradient& x, const Number& by_x,
                                         const Gradient& y, const Number& by_y) {
        Gradient result;
        result.value_ = value;
        for (std::size_t i = 0; i < x.slopes_.size(); ++i) {
            result.slopes_[i] = by_x * x.slopes_[i] + by_y * y.slopes_[i];
        }
        return result;
    }
    /// A value that does not vary.
    TAPIR_HOST_DEVICE static Gradient constant(const Number& value) { return {value, Slopes{}}; }

    TAPIR_HOST_DEVICE friend Gradient operator+(const Gradient& x, const Gradient& y) {
        Gradient result;
        result.value_ = x.value_ + y.value_;
        for (std::size_t i = 0; i < x.slopes_.size(); ++i) {
            result.slopes_[i] = x.slopes_[i] + y.slopes_[i];
        }
        return result;
    }
    TAPIR_HOST_DEVICE friend Gradient operator-(const Gradient& x, const Gradient& y) {
        Gradient result;
        result.value_ = x.value_ - y.value_;
        for (std::size_t i = 0; i < x.slopes_.size(); ++i) {
            result.slopes_[i] = x.slopes_[i] - y.slopes_[i];
        }
        return result;
    }
    TAPIR_HOST_DEVICE friend Gradient operator*(const Gradient& x, const Gradient& y) {
        return of(x.value_ * y.value_, x, y.value_, y, x.value_);
    }
    TAPIR_HOST_DEVICE friend Gradient operator/(const Gradient& x, const Gradient& y) {
        const Number quotient = x.value_ / y.value_;
        const auto slope = trace::slopes::quotient(quotient, y.value_);
        return of(quotient, x, slope.by_x, y, slope.by_y);
    }
    TAPIR_HOST_DEVICE friend Gradient operator-(const Gradient& x) {
        return of(-x.value_, x, Number(-1));
    }

    TAPIR_HOST_DEVICE friend bool operator==(const Gradient& x, const Gradient& y) {
        int differing = x.value_ == y.value_ ? 0 : 1;
        for (std::size_t i = 0; i < x.slopes_.size(); ++i) {
            differing |= x.slopes_[i] == y.slopes_[i] ? 0 : 1;
        }
        return differing == 0;
    }
    TAPIR_HOST_DEVICE friend bool operator<(const Gradient& x, const Gradient& y) {
        return x.value_ < y.value_;
    }
    TAPIR_HOST_DEVICE friend bool operator>(const Gradient& x, const Gradient& y) {
        return x.value_ > y.value_;
    }
    TAPIR_HOST_DEVICE friend bool operator<=(const Gradient& x, const Gradient& y) {
        return x.value_ <= y.value_;
    }
    TAPIR_HOST_DEVICE friend bool operator>=(const Gradient& x, const Gradient& y) {
        return x.value_ >= y.value_;
    }

    TAPIR_HOST_DEVICE friend Gradient sqrt(const Gradient& x) {
        using std::sqrt;
        const Number root = sqrt(x.value_);
        return of(root, x, trace::slopes::square_root(root));
    }
    friend Gradient sin(const Gradient& x) {
        using std::sin;
        return of(sin(x.value_), x, trace::slopes::sine(x.value_));
    }
    friend Gradient cos(const Gradient& x) {
        using std::cos;
        return of(cos(x.value_), x, trace::slopes::cosine(x.value_));
    }
    friend Gradient atan2(const Gradient& y, const Gradient& x) {
        using std::atan2;
        const auto slope = trace::slopes::arc_tangent(y.value_, x.value_);
        return of(atan2(y.value_, x.value_), x, slope.by_x, y, slope.by_y);
    }
    TAPIR_HOST_DEVICE friend Gradient fabs(const Gradient& x) {
        return x.value_ < Number(0) ? -x : x;
    }
    TAPIR_HOST_DEVICE friend Gradient ceil(const Gradient& x) {
        using std::ceil;
        return constant(ceil(x.value_));
    }
    TAPIR_HOST_DEVICE friend Gradient floor(const Gradient& x) {
        using std::floor;
        return constant(floor(x.value_));
    }

    /// The ordinary number in it.
    TAPIR_HOST_DEVICE friend double value_of(const Gradient& x) {
        return static_cast<double>(x.value_);
    }
    /// Whether the number is 0 where it stands, whether or not it varies.
    TAPIR_HOST_DEVICE friend bool stands_at_zero(const Gradient& x) {
        return x.value_ == Number(0);
    }
    /// Rounded to single precision; the slopes are those of the exact number.
    TAPIR_HOST_DEVICE friend Gradient in_single_precision(const Gradient& x) {
        return {Number(static_cast<double>(static_cast<float>(value_of(x)))), x.slopes_};
    }

  private:
    Number value_;
    Slopes slopes_;
};

/// Whether a type is a Gradient.
template <class Number>
inline constexpr bool is_gradient = false;
template <class Number, int directions>
inline constexpr bool is_gradient<Gradient<Number, directions>> = true;

} // namespace tapir::engine
