#pragma once

#include <cmath> // which defines __GLIBC__

/// A number of 113 bits, for what must be surer than a double.
namespace tapir::engine {

#if defined(__SIZEOF_FLOAT128__) && defined(__GLIBC__)
__extension__ typedef __float128 WidestFloat; // NOLINT(modernize-use-using): not with __extension__
inline constexpr int widest_digits = 113;
#else
using WidestFloat = long double; ///< 113 bits on some machines, 64 on others
inline constexpr int widest_digits = __LDBL_MANT_DIG__;
#endif

/// The widest number that the compiler and the C library have: 113 bits of significand with GCC or
/// clang on glibc. Its operations are done in software: some hundred times as long as a double's.
class Quad {
  public:
    Quad() = default;
    Quad(double value) // NOLINT(google-explicit-constructor): a literal
        : value_(static_cast<WidestFloat>(value)) {}
    static Quad exactly(WidestFloat value) {
        Quad result;
        result.value_ = value;
        return result;
    }

    [[nodiscard]] WidestFloat value() const { return value_; }
    explicit operator double() const { return static_cast<double>(value_); }

    friend Quad operator+(const Quad& x, const Quad& y) { return exactly(x.value_ + y.value_); }
    friend Quad operator-(const Quad& x, const Quad& y) { return exactly(x.value_ - y.value_); }
    friend Quad operator*(const Quad& x, const Quad& y) { return exactly(x.value_ * y.value_); }
    friend Quad operator/(const Quad& x, const Quad& y) { return exactly(x.value_ / y.value_); }
    friend Quad operator-(const Quad& x) { return exactly(-x.value_); }

    friend bool operator==(const Quad& x, const Quad& y) { return x.value_ == y.value_; }
    friend bool operator<(const Quad& x, const Quad& y) { return x.value_ < y.value_; }
    friend bool operator>(const Quad& x, const Quad& y) { return x.value_ > y.value_; }
    friend bool operator<=(const Quad& x, const Quad& y) { return x.value_ <= y.value_; }
    friend bool operator>=(const Quad& x, const Quad& y) { return x.value_ >= y.value_; }

    friend double value_of(const Quad& x) { return static_cast<double>(x.value_); }
    friend Quad in_single_precision(const Quad& x) {
        return {static_cast<double>(static_cast<float>(x.value_))};
    }

  private:
    WidestFloat value_ = 0;
};

// by the C library's functions of that width
[[nodiscard]] Quad sqrt(const Quad& x);
[[nodiscard]] Quad sin(const Quad& x);
[[nodiscard]] Quad cos(const Quad& x);
[[nodiscard]] Quad exp(const Quad& x);
[[nodiscard]] Quad atan2(const Quad& y, const Quad& x);
[[nodiscard]] Quad fabs(const Quad& x);
[[nodiscard]] Quad ceil(const Quad& x);
[[nodiscard]] Quad floor(const Quad& x);

} // namespace tapir::engine
