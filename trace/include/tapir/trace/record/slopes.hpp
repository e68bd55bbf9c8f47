#pragma once

#include <cmath>

/// The slopes of the elementary operations, once: `Dual` has them with bounds of rounding, the
/// engine's `Gradient` several directions at a time.
namespace tapir::trace::slopes {

/// Of a function of two numbers.
template <class Number>
struct Pair {
    Number by_x, by_y;
};

/// Of x / y.
/// @param quotient  x / y
template <class Number>
inline constexpr Pair<Number> quotient(const Number& quotient, const Number& y) {
    return {Number(1) / y, -quotient / y};
}

/// Of the square root; 0 stands for the infinite one at 0.
/// @param root  the square root
template <class Number>
inline constexpr Number square_root(const Number& root) {
    return root > Number(0) ? Number(1) / (Number(2) * root) : Number(0);
}

template <class Number>
inline Number sine(const Number& x) {
    using std::cos;
    return cos(x);
}

template <class Number>
inline Number cosine(const Number& x) {
    using std::sin;
    return -sin(x);
}

/// Of the angle of the point (x, y); 0 stands for the undefined ones at (0, 0).
template <class Number>
inline constexpr Pair<Number> arc_tangent(const Number& y, const Number& x) {
    const Number squared = x * x + y * y;
    const Number inverse = squared > Number(0) ? Number(1) / squared : Number(0);
    return {-y * inverse, x * inverse};
}

} // namespace tapir::trace::slopes
