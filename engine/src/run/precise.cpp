#include "tapir/engine/numbers/precise.hpp"

#include <cmath>
#include <numbers>

#include "tapir/engine/arithmetic/polynomials.hpp"

namespace tapir::engine::precise {

namespace {

/// The unrounded sum of two doubles, the smaller at most half a unit in the last place of the
/// larger (Dekker 1971, doi:10.1007/BF01397083).
struct Pair {
    double high = 0, low = 0;
};

Pair sum_of(double a, double b) {
    const double sum = a + b;
    const double part = sum - a;
    return {sum, (a - (sum - part)) + (b - part)};
}

Pair product_of(double a, double b) {
    const double product = a * b;
    return {product, exact::fused(a, b, -product)};
}

Pair operator+(const Pair& x, const Pair& y) {
    const Pair high = sum_of(x.high, y.high);
    const Pair low = sum_of(x.low, y.low);
    const Pair carried = sum_of(high.high, high.low + low.high);
    return sum_of(carried.high, carried.low + low.low);
}

Pair operator-(const Pair& x) {
    return {-x.high, -x.low};
}

Pair operator*(const Pair& x, const Pair& y) {
    const Pair product = product_of(x.high, y.high);
    return sum_of(product.high, product.low + (x.high * y.low + x.low * y.high));
}

Pair operator/(const Pair& x, double divisor) {
    const double first = x.high / divisor;
    const Pair rest = x + -product_of(first, divisor);
    return sum_of(first, rest.high / divisor);
}

/// An angle without its whole quarter turns.
struct Reduced {
    Pair rest;       ///< within pi / 4
    int quarter = 0; ///< 0 to 3
};

Reduced reduced(double x) {
    constexpr double most = 0x1p30;
    if (!(std::fabs(x) <= most)) {
        x = std::fmod(x, 2 * std::numbers::pi);
    }
    // pi / 2 in three doubles
    constexpr double first = 0x1.921fb54442d18p+0;
    constexpr double second = 0x1.1a62633145c07p-54;
    constexpr double third = -0x1.f1976b7ed8fbcp-110;
    const double turns = exact::nearest_whole(x / first);
    Pair rest = Pair{x, 0} + -product_of(turns, first);
    rest = rest + -product_of(turns, second);
    rest = rest + -product_of(turns, third);
    const double quarter = turns - 4 * std::floor(turns / 4);
    return {rest, static_cast<int>(quarter)};
}

constexpr int last_power = 31; ///< (pi / 4)^31 / 31! is below 2^-106

Pair series(const Pair& first_term, const Pair& square, int first_power) {
    Pair term = first_term;
    Pair sum = first_term;
    for (int power = first_power + 2; power <= last_power; power += 2) {
        term = -(term * square) / static_cast<double>(power * (power - 1));
        sum = sum + term;
    }
    return sum;
}

Pair sine_of(const Pair& rest) {
    return series(rest, rest * rest, 1);
}
Pair cosine_of(const Pair& rest) {
    return series({1, 0}, rest * rest, 0);
}

Pair sine_at(const Reduced& angle, int quarters_on) {
    switch ((angle.quarter + quarters_on) % 4) {
    case 0:
        return sine_of(angle.rest);
    case 1:
        return cosine_of(angle.rest);
    case 2:
        return -sine_of(angle.rest);
    default:
        return -cosine_of(angle.rest);
    }
}

/// The angle of a point with 0 <= y <= x, 0 < x.
Pair first_octant(double y, double x) {
    // Newton's method on the sine of the angle that is still missing
    double guess = y / x * (1 - y / x * (1 - std::numbers::pi / 4));
    Pair angle{guess, 0};
    constexpr int steps = 4; // the error is cubed in each
    for (int step = 0; step < steps; ++step) {
        const Reduced at{angle, 0};
        const Pair s = sine_at(at, 0);
        const Pair c = sine_at(at, 1);
        const Pair across = Pair{y, 0} * c + -(Pair{x, 0} * s);
        const Pair along = Pair{x, 0} * c + Pair{y, 0} * s;
        angle = angle + across / along.high;
    }
    return angle;
}

} // namespace

double sine(double x) {
    return x == 0 ? x : sine_at(reduced(x), 0).high;
}

double cosine(double x) {
    return sine_at(reduced(x), 1).high;
}

double arc_tangent(double y, double x) {
    constexpr Pair half_turn{0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};
    constexpr Pair quarter_turn{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
    const double right = std::fabs(x);
    const double up = std::fabs(y);
    if (up == 0) {
        return std::copysign(std::signbit(x) ? half_turn.high : 0.0, y);
    }
    Pair angle = up <= right ? first_octant(up, right) : quarter_turn + -first_octant(right, up);
    if (std::signbit(x)) {
        angle = half_turn + -angle;
    }
    return std::copysign(angle.high, y);
}

float third_power(float x) {
    if (x == 0) {
        return 0;
    }
    const auto wide = static_cast<double>(x);
    // the exponent is 1/3 and a little more: x^(1/3) exp(little ln x)
    constexpr double little = static_cast<double>(1.0F / 3.0F) - 1.0 / 3.0;
    // both by Newton's method, from x itself: x is at most 1, and at least 2^-149
    double root = 1;
    double logarithm = 0;
    constexpr int steps = 300;
    for (int step = 0; step < steps; ++step) {
        const double next = (2 * root + wide / (root * root)) / 3;
        if (!(next < root)) {
            break;
        }
        root = next;
    }
    for (int step = 0; step < steps; ++step) {
        const double power = polynomials::exponential(logarithm);
        const double next = logarithm + 2 * (wide - power) / (wide + power);
        if (next == logarithm) {
            break;
        }
        logarithm = next;
    }
    return static_cast<float>(root * polynomials::exponential(little * logarithm));
}

} // namespace tapir::engine::precise
