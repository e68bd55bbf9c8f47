#include "tapir/engine/numbers/double_double.hpp"

#include <numbers>

namespace tapir::engine {

namespace {

/// An angle without its whole quarter turns.
struct Reduced {
    DoubleDouble rest; ///< within pi / 4
    int quarter = 0;   ///< 0 to 3
};

Reduced reduced(DoubleDouble x) {
    constexpr double most = 0x1p30;
    if (!(std::fabs(x.high()) <= most)) {
        x = std::fmod(x.high(), 2 * std::numbers::pi);
    }
    // pi / 2 in three doubles
    constexpr double first = 0x1.921fb54442d18p+0;
    constexpr double second = 0x1.1a62633145c07p-54;
    constexpr double third = -0x1.f1976b7ed8fbcp-110;
    const double turns = exact::nearest_whole(x.high() / first);
    DoubleDouble rest = x + -DoubleDouble::product(turns, first);
    rest = rest + -DoubleDouble::product(turns, second);
    rest = rest + -DoubleDouble::product(turns, third);
    const double quarter = turns - 4 * std::floor(turns / 4);
    return {rest, static_cast<int>(quarter)};
}

DoubleDouble series(const DoubleDouble& first_term, const DoubleDouble& square, int first_power) {
    constexpr int last_power = 31; // (pi / 4)^31 / 31! is below 2^-106
    DoubleDouble term = first_term;
    DoubleDouble sum = first_term;
    for (int power = first_power + 2; power <= last_power; power += 2) {
        term = -(term * square).divided_by(static_cast<double>(power * (power - 1)));
        sum = sum + term;
    }
    return sum;
}

DoubleDouble sine_of(const DoubleDouble& rest) {
    return series(rest, rest * rest, 1);
}
DoubleDouble cosine_of(const DoubleDouble& rest) {
    return series(1, rest * rest, 0);
}

DoubleDouble sine_at(const Reduced& angle, int quarters_on) {
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
DoubleDouble first_octant(const DoubleDouble& y, const DoubleDouble& x) {
    // Newton's method on the sine of the angle that is still missing
    const double slope = y.high() / x.high();
    const double guess = slope * (1 - slope * (1 - std::numbers::pi / 4));
    DoubleDouble angle = guess;
    constexpr int steps = 4; // the error is cubed in each
    for (int step = 0; step < steps; ++step) {
        const Reduced at{angle, 0};
        const DoubleDouble s = sine_at(at, 0);
        const DoubleDouble c = sine_at(at, 1);
        const DoubleDouble across = y * c + -(x * s);
        const DoubleDouble along = x * c + y * s;
        angle = angle + across.divided_by(along.high());
    }
    return angle;
}

} // namespace

DoubleDouble operator/(const DoubleDouble& x, const DoubleDouble& y) {
    const double first = x.high() / y.high();
    if (!std::isfinite(first) || !std::isfinite(y.high())) {
        return first; // nothing is left over of an infinity
    }
    const DoubleDouble rest = x - y * first;
    const double second = rest.high() / y.high();
    const double third = (rest - y * second).high() / y.high();
    const DoubleDouble quotient = DoubleDouble::sum(first, second);
    return DoubleDouble::sum(quotient.high(), quotient.low() + third);
}

DoubleDouble sqrt(const DoubleDouble& x) {
    const double root = std::sqrt(x.high());
    if (root == 0 || !std::isfinite(root)) {
        return root;
    }
    const DoubleDouble missing = x - DoubleDouble::product(root, root);
    return DoubleDouble::sum(root, missing.high() / (2 * root));
}

DoubleDouble sin(const DoubleDouble& x) {
    return x.high() == 0 ? x : sine_at(reduced(x), 0);
}

DoubleDouble cos(const DoubleDouble& x) {
    return sine_at(reduced(x), 1);
}

DoubleDouble exp(const DoubleDouble& x) {
    constexpr double most = 709; // beyond it a double is soon infinite, or 0
    if (!(std::fabs(x.high()) < most)) {
        return std::exp(x.high());
    }
    // ln 2 in three doubles
    constexpr double first = 0x1.62e42fefa39efp-1;
    constexpr double second = 0x1.abc9e3b39803fp-56;
    constexpr double third = 0x1.7b57a079a1934p-111;
    const double power = exact::nearest_whole(x.high() / first);
    DoubleDouble rest = x + -DoubleDouble::product(power, first);
    rest = rest + -DoubleDouble::product(power, second);
    rest = rest + -DoubleDouble::product(power, third);
    DoubleDouble term = 1;
    DoubleDouble sum = 1;
    constexpr int last = 28; // (ln 2 / 2)^28 / 28! is below 2^-106
    for (int n = 1; n <= last; ++n) {
        term = (term * rest).divided_by(n);
        sum = sum + term;
    }
    const int exponent = static_cast<int>(power);
    return {std::ldexp(sum.high(), exponent), std::ldexp(sum.low(), exponent)};
}

DoubleDouble atan2(const DoubleDouble& y, const DoubleDouble& x) {
    constexpr double half_high = 0x1.921fb54442d18p+1;
    constexpr double half_low = 0x1.1a62633145c07p-53;
    const DoubleDouble half_turn{half_high, half_low};
    const DoubleDouble quarter_turn{half_high / 2, half_low / 2};
    const DoubleDouble right = fabs(x);
    const DoubleDouble up = fabs(y);
    const bool upwards = !std::signbit(y.high());
    if (up.high() == 0) {
        const DoubleDouble angle = std::signbit(x.high()) ? half_turn : DoubleDouble(0);
        return upwards ? angle : -angle;
    }
    DoubleDouble angle =
        up <= right ? first_octant(up, right) : quarter_turn + -first_octant(right, up);
    if (std::signbit(x.high())) {
        angle = half_turn + -angle;
    }
    return upwards ? angle : -angle;
}

DoubleDouble in_single_precision(const DoubleDouble& x) {
    const auto single = static_cast<float>(x.high());
    const double away = x.high() - static_cast<double>(single);
    // half way to the next one the low part decides
    const float next = std::nextafter(single, away > 0 ? HUGE_VALF : -HUGE_VALF);
    const bool half_way = std::fabs(away) == std::fabs(static_cast<double>(next) - x.high());
    return static_cast<double>(half_way && away * x.low() > 0 ? next : single);
}

} // namespace tapir::engine
