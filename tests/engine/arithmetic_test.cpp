#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/physics/interference.hpp"

/// The elementary operations of both arithmetics against extended precision.
namespace {

using namespace tapir::engine;
using doctest::Approx;
using V = Vec3<double>;

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr long double pi = std::numbers::pi_v<long double>;

static_assert(std::numeric_limits<long double>::digits >= 64,
              "the expected values need more bits than the code has");

/// Amplitude of N cells in a row, one cosine a cell about the middle of the row. Cell numbers and
/// indices are short, so the turns of every wave, and what is left of whole ones, are exact.
long double wave_sum(double h, int cells) {
    long double sum = 0;
    for (int cell = 0; cell < cells; ++cell) {
        const long double turns = static_cast<long double>(h) * (2 * cell - (cells - 1)) / 2;
        sum += std::cos(2 * pi * std::remainder(turns, 1.0L));
    }
    return sum;
}

double amplitude_error(double amplitude, double h, int cells) {
    return static_cast<double>(std::fabs(static_cast<long double>(amplitude) - wave_sum(h, cells)));
}

/// Indices everywhere: between peaks, on both flanks of one, up to large orders.
template <class Visit>
void for_many_indices(Visit visit) {
    std::mt19937_64 engine(77);
    std::uniform_real_distribution<double> anywhere(-60, 60);
    std::uniform_real_distribution<double> exponent(-16, 0);
    for (int i = 0; i < 1500; ++i) {
        const double h = anywhere(engine);
        visit(h);
        const double off_peak = std::pow(10.0, exponent(engine));
        visit(std::round(h) + off_peak);
        visit(std::round(h) - off_peak);
    }
}

} // namespace

TEST_CASE("sin_pi_reduced: within 5/4 epsilon of the sine in extended precision") {
    double largest = 0;
    const auto visit = [&largest](double x) {
        const long double expected = std::sin(pi * static_cast<long double>(x));
        const auto found = static_cast<long double>(polynomials::sin_pi_reduced(x));
        largest = std::fmax(largest, static_cast<double>(std::fabs(found / expected - 1)));
    };
    for (int i = 1; i <= 50000; ++i) {
        visit(i / 100000.0);
        visit(-i / 100000.0);
    }
    for (int power = -300; power < 0; ++power) {
        visit(std::pow(10.0, power) / 2);
    }
    // the roundings of the polynomial and of the last product, an epsilon / 2 each, and the sixth
    // of an epsilon by which the leading coefficient, a double, misses pi
    CHECK(largest < 1.25 * epsilon);
    CHECK(largest > epsilon / 8); // a sweep that sees no rounding has not been compared
}

TEST_CASE("sin_pi_reduced: is odd to the bit, and 1 at one half") {
    for (const double x : {0.5, 0.25, 1.0 / 3, 1e-3, 1e-200}) {
        CHECK(polynomials::sin_pi_reduced(-x) == -polynomials::sin_pi_reduced(x));
    }
    CHECK(polynomials::sin_pi_reduced(0.5) == 1);
    CHECK(polynomials::sin_pi_reduced(0.0) == 0);
}

TEST_CASE("interference_amplitude: portable stays within 2 N epsilon of the wave sum everywhere") {
    for (const int cells : {2, 3, 5, 36, 100}) {
        CAPTURE(cells);
        for_many_indices([cells](double h) {
            CAPTURE(h);
            const double amplitude =
                interference_amplitude<PortableArithmetic>(h, static_cast<double>(cells));
            CHECK(amplitude_error(amplitude, h, cells) < 2 * cells * epsilon);
        });
    }
}

TEST_CASE("interference_amplitude: reference loses digits only towards a peak") {
    for (const int cells : {2, 5, 36}) {
        CAPTURE(cells);
        for_many_indices([cells](double h) {
            const double off_peak = std::fabs(h - std::round(h));
            if (off_peak < 1e-12) {
                return; // rounding noise, as in the C program
            }
            CAPTURE(h);
            const double amplitude =
                interference_amplitude<ReferenceArithmetic>(h, static_cast<double>(cells));
            // pi h and pi h N are off by an epsilon each, the divisor is at least 2 |h - h0|
            const double allowed = 4 * cells * (1 + std::fabs(h)) * epsilon / off_peak;
            CHECK(amplitude_error(amplitude, h, cells) < allowed);
            const double portable =
                interference_amplitude<PortableArithmetic>(h, static_cast<double>(cells));
            CHECK(std::fabs(amplitude - portable) < allowed + 2 * cells * epsilon);
        });
    }
}

TEST_CASE("interference_amplitude: portable at whole indices is +-N with the wave sum's sign") {
    for (const int cells : {2, 3, 4, 36, 47}) {
        for (int h = -20; h <= 20; ++h) {
            CAPTURE(cells);
            CAPTURE(h);
            const double amplitude = interference_amplitude<PortableArithmetic>(
                static_cast<double>(h), static_cast<double>(cells));
            CHECK(std::fabs(amplitude) == cells);
            CHECK(std::signbit(amplitude) == (wave_sum(h, cells) < 0));
        }
    }
}

TEST_CASE_TEMPLATE("interference_amplitude: one cell scatters 1 at every index", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    for (const double h : {0.0, 0.5, 3.0, -7.25, 1e-9, 1e8 + 0.1}) {
        CHECK(interference_amplitude<Arithmetic>(h, 1.0) == 1);
    }
}

TEST_CASE_TEMPLATE("nearest_integer: within half of its argument, and whole", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    for_many_indices([](double x) {
        CAPTURE(x);
        const double nearest = Arithmetic::nearest_integer(x);
        CHECK(nearest == std::floor(nearest));
        CHECK(std::fabs(x - nearest) <= 0.5);
    });
    for (int i = -5; i <= 5; ++i) {
        CHECK(Arithmetic::nearest_integer(i + 0.5) == i);
        CHECK(Arithmetic::nearest_integer(static_cast<double>(i)) == i);
    }
}

TEST_CASE("dot: portable rounds each of three steps once, reference each of five") {
    // (1 + 2^-30)^2 = 1 + 2^-29 + 2^-60: a product rounded on its own loses the last term
    const double x = 1 + 0x1p-30;
    const V u{1, x, 0};
    const V v{-1 - 0x1p-29, x, 0};
    CHECK(PortableArithmetic::dot(u, v) == 0x1p-60);
    CHECK(ReferenceArithmetic::dot(u, v) == 0);
    CHECK(PortableArithmetic::multiply_add(x, x, -1 - 0x1p-29) == 0x1p-60);
    CHECK(ReferenceArithmetic::multiply_add(x, x, -1 - 0x1p-29) == 0);
    for (const auto& whole : {V{1, 2, 3}, V{-4, 5, 6}}) {
        CHECK(PortableArithmetic::dot(whole, V{7, -8, 9}) ==
              whole.x * 7 - whole.y * 8 + whole.z * 9);
        CHECK(ReferenceArithmetic::dot(whole, V{7, -8, 9}) ==
              whole.x * 7 - whole.y * 8 + whole.z * 9);
    }
}

TEST_CASE_TEMPLATE("cos_twice_angle: is the cosine of twice the angle of (e, b)", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    for (int degree = -360; degree <= 360; ++degree) {
        const double angle = degree * std::numbers::pi / 180;
        for (const double length : {1e-8, 1.0, 0.3}) {
            // four roundings of numbers up to 1, and an epsilon of an angle up to 2 pi
            CHECK(Arithmetic::cos_twice_angle(length * std::sin(angle), length * std::cos(angle)) ==
                  Approx(std::cos(2 * angle)).epsilon(4e-15).scale(1));
        }
    }
    CHECK(Arithmetic::cos_twice_angle(0.0, 0.0) == 1); // straight forward
}
