#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/numbers/gradient.hpp"
#include "tapir/engine/numbers/quad.hpp"
#include "tapir/engine/physics/interference.hpp"
#include "tapir/engine/physics/rotation.hpp"

/// Numbers with slopes.
namespace {

using namespace tapir::engine;
using doctest::Approx;
using Number = Gradient<double, 2>;

/// x with slopes 1 and 3.
Number variable(double x) {
    return {x, {1, 3}};
}

template <class Function>
void check_slope(Function function, double x, double expected) {
    CAPTURE(x);
    const Number result = function(variable(x));
    CHECK(result.slopes()[0] == Approx(expected).epsilon(1e-14));
    CHECK(result.slopes()[1] == Approx(3 * expected).epsilon(1e-14));
}

} // namespace

TEST_CASE("gradient: elementary functions have the slopes of the textbook") {
    const double x = 0.7;
    check_slope([](const Number& v) { return v * v * v; }, x, 3 * x * x);
    check_slope([](const Number& v) { return Number(2) / v; }, x, -2 / (x * x));
    check_slope([](const Number& v) { return Number(2) - v; }, x, -1);
    check_slope([](const Number& v) { return sqrt(v); }, x, 0.5 / std::sqrt(x));
    check_slope([](const Number& v) { return sin(v); }, x, std::cos(x));
    check_slope([](const Number& v) { return cos(v); }, x, -std::sin(x));
    check_slope([](const Number& v) { return atan2(v, Number(2)); }, x, 2 / (4 + x * x));
    check_slope([](const Number& v) { return atan2(Number(2), v); }, x, -2 / (4 + x * x));
    check_slope([](const Number& v) { return fabs(v); }, -x, -1);
    check_slope([](const Number& v) { return v + ceil(v) + floor(v); }, x, 1);
    check_slope([](const Number& v) { return exact::fused(v, v, v); }, x, 2 * x + 1);
}

TEST_CASE("gradient: portable functions have the slopes of what they stand for") {
    for (const double x : {-3.3, -0.2, 0.1, 0.45, 1.7, 12.25}) {
        check_slope([](const Number& v) { return PortableArithmetic::sine(v); }, x, std::cos(x));
        check_slope([](const Number& v) { return PortableArithmetic::cosine(v); }, x, -std::sin(x));
        check_slope([](const Number& v) { return PortableArithmetic::exponential(v); }, x,
                    std::exp(x));
    }
}

TEST_CASE("gradient: a number that varies is not the constant it stands at") {
    CHECK(Number(0) == Number(0));
    CHECK(!(variable(0) == Number(0)));
    CHECK(stands_at_zero(variable(0)));
    CHECK(!stands_at_zero(variable(1e-300)));
    CHECK(!(variable(0) < Number(0)));
    CHECK(variable(0) >= Number(0));
    // the set-up's short cut for an angle of 0 is not taken where the angle varies
    const Vec3<Number> turned = rotated_about_xyz(Vec3<Number>{Number(0), Number(1), Number(0)},
                                                  Vec3<Number>{variable(0), Number(0), Number(0)});
    CHECK(value_of(turned.z) == 0);
    CHECK(turned.z.slopes()[0] == 1);
}

TEST_CASE("gradient: an interference amplitude has its slope at and beside its peaks") {
    const auto slope = [](auto arithmetic, double whole, double offset, double cells) {
        using Arithmetic = decltype(arithmetic);
        const Number h = variable(whole + offset);
        return interference_fraction<Arithmetic, Number>(h, h - Number(whole), Number(cells))
            .value()
            .slopes()[0];
    };
    for (const double cells : {1.0, 2.0, 5.0, 10.0, 1000.0}) {
        for (const double distance : {0.0, 0x1p-40, 0x1p-20, 0x1p-9, 0.0625, 0.125, 0.25, 0.375}) {
            for (const double sign : {1.0, -1.0}) {
                CAPTURE(cells);
                CAPTURE(distance);
                const double offset = sign * distance / cells;
                // from the sum of cos(pi (2 j - N + 1) x), j = 0 to N - 1, which is the quotient
                double expected = 0;
                for (int j = 0; j < static_cast<int>(cells); ++j) {
                    const double wave = std::numbers::pi * (2 * j - cells + 1);
                    expected -= wave * std::sin(wave * offset);
                }
                const double scale = cells * cells * 1e-12;
                CHECK(slope(PortableArithmetic{}, 0, offset, cells) ==
                      Approx(expected).epsilon(1e-12).scale(scale));
                CHECK(slope(ReferenceArithmetic{}, 0, offset, cells) ==
                      Approx(expected).epsilon(1e-12).scale(scale));
            }
        }
    }
}

TEST_CASE("quad: functions are right far beyond double") {
    const Quad third = Quad(1) / Quad(3);
    const double digits = std::ldexp(1.0, -widest_digits + 4);
    const auto near = [digits](const Quad& x, const Quad& y) {
        return std::fabs(static_cast<double>(x - y)) <= digits;
    };
    CHECK(near(third + third + third, Quad(1)));
    CHECK(near(sin(third) * sin(third) + cos(third) * cos(third), Quad(1)));
    CHECK(near(sqrt(third) * sqrt(third), third));
    CHECK(near(exp(third) * exp(-third), Quad(1)));
    CHECK(near(sin(atan2(third, Quad(1))) / cos(atan2(third, Quad(1))), third));
    CHECK(static_cast<double>(ceil(third) - floor(third)) == 1);
    CHECK(near(fabs(-third), third));
}
