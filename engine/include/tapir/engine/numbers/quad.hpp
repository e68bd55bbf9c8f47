#pragma once

#if defined(TAPIR_HAS_QUADMATH)

#include <quadmath.h>

#include <compare>

#include "tapir/engine/numbers/double_double.hpp"

namespace tapir::engine {

/// A number of 113 bits, where the compiler has one, with the elementary functions of libquadmath:
/// each rounded operation is that of IEEE 754 binary128.
class Quad {
  public:
    __extension__ using Bits = __float128; // no type of ISO C++

    Quad() = default;
    Quad(double value) : bits_(static_cast<Bits>(value)) {} // NOLINT(google-explicit-constructor)
    static Quad of(Bits bits) {
        Quad result;
        result.bits_ = bits;
        return result;
    }

    [[nodiscard]] Bits bits() const { return bits_; }
    /// Its first 106 bits.
    explicit operator DoubleDouble() const {
        const auto high = static_cast<double>(bits_);
        const bool finite = finiteq(bits_) != 0 && std::isfinite(high);
        return finite ? DoubleDouble(high, static_cast<double>(bits_ - static_cast<Bits>(high)))
                      : DoubleDouble(high);
    }

    friend Quad operator+(const Quad& x, const Quad& y) { return of(x.bits_ + y.bits_); }
    friend Quad operator-(const Quad& x, const Quad& y) { return of(x.bits_ - y.bits_); }
    friend Quad operator*(const Quad& x, const Quad& y) { return of(x.bits_ * y.bits_); }
    friend Quad operator/(const Quad& x, const Quad& y) { return of(x.bits_ / y.bits_); }
    friend Quad operator-(const Quad& x) { return of(-x.bits_); }

    friend bool operator==(const Quad& x, const Quad& y) { return x.bits_ == y.bits_; }
    friend std::partial_ordering operator<=>(const Quad& x, const Quad& y) {
        return x.bits_ < y.bits_    ? std::partial_ordering::less
               : x.bits_ > y.bits_  ? std::partial_ordering::greater
               : x.bits_ == y.bits_ ? std::partial_ordering::equivalent
                                    : std::partial_ordering::unordered;
    }

    friend Quad sqrt(const Quad& x) { return of(sqrtq(x.bits_)); }
    friend Quad ceil(const Quad& x) { return of(ceilq(x.bits_)); }
    friend Quad floor(const Quad& x) { return of(floorq(x.bits_)); }
    friend Quad fabs(const Quad& x) { return of(fabsq(x.bits_)); }
    friend Quad sin(const Quad& x) { return of(sinq(x.bits_)); }
    friend Quad cos(const Quad& x) { return of(cosq(x.bits_)); }
    friend Quad exp(const Quad& x) { return of(expq(x.bits_)); }
    friend Quad atan2(const Quad& y, const Quad& x) { return of(atan2q(y.bits_, x.bits_)); }

    friend double value_of(const Quad& x) { return static_cast<double>(x.bits_); }
    friend Quad in_single_precision(const Quad& x) {
        return static_cast<double>(static_cast<float>(x.bits_));
    }

  private:
    Bits bits_ = 0;
};

template <>
inline Quad pi<Quad>() {
    return Quad::of(4 * atanq(1));
}

namespace exact {

inline bool unchanged(const Quad& before, const Quad& after) {
    return before == after;
}

} // namespace exact

} // namespace tapir::engine

#endif
