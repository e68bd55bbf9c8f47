#include "tapir/engine/numbers/precise.hpp"

#include <cmath>

#include "tapir/engine/arithmetic/polynomials.hpp"
#include "tapir/engine/numbers/double_double.hpp"

namespace tapir::engine::precise {

double sine(double x) {
    return sin(DoubleDouble(x)).high();
}

double cosine(double x) {
    return cos(DoubleDouble(x)).high();
}

double arc_tangent(double y, double x) {
    return atan2(DoubleDouble(y), DoubleDouble(x)).high();
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
