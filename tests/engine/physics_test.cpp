#include <doctest/doctest.h>

#include <complex>
#include <limits>
#include <numbers>

#include "stages.hpp"
#include "tapir/engine/physics/absorption.hpp"
#include "tapir/engine/physics/detector_position.hpp"
#include "tapir/engine/physics/intensity.hpp"
#include "tapir/engine/physics/interference.hpp"
#include "tapir/engine/physics/miller_index.hpp"
#include "tapir/engine/physics/orientation.hpp"
#include "tapir/engine/physics/polarization.hpp"
#include "tapir/engine/physics/scattering_vector.hpp"
#include "tapir/engine/physics/solid_angle.hpp"
#include "tapir/engine/physics/structure_factor.hpp"
#include "tapir/engine/physics/tricubic.hpp"

/// Every stage against a known answer that does not come from the code.
namespace {

using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;
using V = Vec3<double>;

void check_same(const V& a, const V& b, double tolerance) {
    CHECK(a.x == Approx(b.x).epsilon(tolerance).scale(1));
    CHECK(a.y == Approx(b.y).epsilon(tolerance).scale(1));
    CHECK(a.z == Approx(b.z).epsilon(tolerance).scale(1));
}

/// Amplitude of N cells in a row, centred on their middle so that it is real.
double centred_wave_sum(double h, int cells) {
    std::complex<long double> sum = 0;
    for (int cell = 0; cell < cells; ++cell) {
        const long double place = cell - (cells - 1) / 2.0L;
        const long double phase =
            2 * std::numbers::pi_v<long double> * static_cast<long double>(h) * place;
        sum += std::polar(1.0L, phase);
    }
    return static_cast<double>(sum.real());
}

} // namespace

TEST_CASE("rotated_about_axis: a quarter turn about z takes x to y, right-handed") {
    check_same(rotated_about_axis(V{1, 0, 0}, V{0, 0, 1}, std::numbers::pi / 2), {0, 1, 0}, 1e-15);
}

TEST_CASE("rotated_about_axis: keeps lengths and angles, and turns add up") {
    const V axis = unit_vector(V{0.3, -0.2, 0.9});
    const V v{1, 2, 3};
    const V w{-2, 0.5, 1};
    const V turned = rotated_about_axis(v, axis, 0.7);
    // a few roundings of numbers near 5
    CHECK(magnitude(turned) == Approx(magnitude(v)).epsilon(1e-15));
    CHECK(dot(turned, rotated_about_axis(w, axis, 0.7)) == Approx(dot(v, w)).epsilon(1e-14));
    check_same(rotated_about_axis(turned, axis, 0.5), rotated_about_axis(v, axis, 1.2), 4e-15);
}

TEST_CASE("rotated_about_xyz: is three turns about the axes, x first") {
    const V v{0.3, -1.2, 2.5};
    const V angles{0.4, -1.1, 2.2};
    V expected = rotated_about_axis(v, V{1, 0, 0}, angles.x);
    expected = rotated_about_axis(expected, V{0, 1, 0}, angles.y);
    expected = rotated_about_axis(expected, V{0, 0, 1}, angles.z);
    check_same(rotated_about_xyz(v, angles), expected, 4e-15);
}

TEST_CASE("rotated_cell: a turned cell keeps its edges, angles and volume") {
    const Cell<double> cell{{1, 0, 0}, {0.2, 1.5, 0}, {0.1, 0.3, 2}};
    const Cell<double> turned = rotated_cell(cell, unit_vector(V{1, 2, -1}), 1.3);
    CHECK(dot(turned.a, turned.b) == Approx(dot(cell.a, cell.b)).epsilon(1e-14));
    CHECK(dot(turned.a, cross(turned.b, turned.c)) ==
          Approx(dot(cell.a, cross(cell.b, cell.c))).epsilon(1e-14));
}

TEST_CASE_TEMPLATE("detector_position_m: subpixel centres of two pixels by hand", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    CHECK(subpixel_centre_m<Arithmetic>(0.5, 0, 2, 0) == 0.25);
    CHECK(subpixel_centre_m<Arithmetic>(0.5, 3, 2, 1) == 3.75);
    check_same(detector_position_m<Arithmetic>(V{2, 3, 0.5}, V{0, 0, 1}, V{0, -1, 0}, V{1, 0, 0},
                                               V{10, 1, 1}),
               {10.5, -2, 3}, 1e-15);
}

TEST_CASE_TEMPLATE("solid_angle_sr: the pixels of a plate add up to its solid angle", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    // a square plate of half width w at distance D fills 4 asin(w^2 / (w^2 + D^2))
    const double half_width = 0.5;
    const double distance = 1;
    const int pixels = 400;
    const double size = 2 * half_width / pixels;
    double sum = 0;
    for (int slow = 0; slow < pixels; ++slow) {
        for (int fast = 0; fast < pixels; ++fast) {
            const V position{(fast + 0.5) * size - half_width, (slow + 0.5) * size - half_width,
                             distance};
            sum += solid_angle_sr<Arithmetic>(size, by<Arithmetic>(magnitude(position)), distance);
        }
    }
    const double w2 = half_width * half_width;
    // the midpoint rule is off by about the squared pixel size
    CHECK(sum == Approx(4 * std::asin(w2 / (w2 + distance * distance))).epsilon(1e-5));
    CHECK(point_solid_angle<Arithmetic>(by<Arithmetic>(2.0)) == 0.25);
}

TEST_CASE("layer_capture_fraction: the layers of a stack absorb what the whole absorbs") {
    const double thickness = 1e-5;
    const double mu = 3e4;
    const double parallax = 0.8;
    double sum = 0;
    for (int layer = 0; layer < 7; ++layer) {
        sum += layer_capture_fraction<ReferenceArithmetic>(layer, thickness, mu, parallax);
    }
    CHECK(sum == Approx(-std::expm1(-7 * thickness * mu / parallax)).epsilon(1e-14));
}

TEST_CASE_TEMPLATE("scattering_vector_per_m: its length is 2 sin(theta) / lambda", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    const double two_theta = 0.7;
    const V q = scattering_vector_per_m<Arithmetic>(V{std::cos(two_theta), std::sin(two_theta), 0},
                                                    V{1, 0, 0}, by<Arithmetic>(1.5e-10));
    CHECK(magnitude(q) == Approx(2 * std::sin(two_theta / 2) / 1.5e-10).epsilon(1e-14));
}

TEST_CASE_TEMPLATE("polarization_factor: forward 1, sideways by the E-vector", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    const V beam{1, 0, 0};
    const V e_vector{0, 0, 1};
    const auto factor = [&](double kahn, const V& ray) {
        return polarization_of<Arithmetic>(kahn, beam, ray, e_vector);
    };
    CHECK(factor(0, beam) == 1);
    CHECK(factor(1, beam) == 1);
    CHECK(factor(0, {0, 1, 0}) == Approx(0.5).epsilon(1e-15));
    // a dipole does not radiate along its own axis, and fully across it
    CHECK(factor(1, {0, 0, 1}) == Approx(0).scale(1).epsilon(1e-15));
    CHECK(factor(1, {0, 1, 0}) == Approx(1).epsilon(1e-15));
    const V slanted = unit_vector(V{0, 1, 1}); // half way between: as if unpolarised
    CHECK(factor(1, slanted) == Approx(0.5).epsilon(1e-15));
}

TEST_CASE_TEMPLATE("fractional_miller_index: a reciprocal lattice vector gives its indices",
                   Arithmetic, ReferenceArithmetic, PortableArithmetic) {
    const Cell<double> cell{{2, 0.1, 0}, {0.3, 3, 0.2}, {0, -0.4, 4}};
    const double volume = dot(cell.a, cross(cell.b, cell.c));
    const V q = 3.0 / volume * cross(cell.b, cell.c) + -2.0 / volume * cross(cell.c, cell.a) +
                5.0 / volume * cross(cell.a, cell.b);
    check_same(fractional_miller_index<Arithmetic>(cell, q), {3, -2, 5}, 1e-14);
    check_same(nearest_miller_index<Arithmetic>(V{2.5, -2.5, 0.4999999}), {2, -3, 0}, 1e-15);
}

TEST_CASE_TEMPLATE("interference_amplitude: equals the sum of one wave per cell", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    for (const int cells : {2, 3, 5, 36, 47}) {
        for (const double h : {0.1, 0.37, -2.25, 6.8795, -13.766, 0.5}) {
            CAPTURE(cells);
            CAPTURE(h);
            // rounding of pi h, amplified by the slope N of the amplitude
            const double tolerance = 8 * (1 + std::fabs(h)) * cells * 2.3e-16;
            const double amplitude =
                interference_amplitude<Arithmetic>(h, static_cast<double>(cells));
            CHECK(std::fabs(amplitude - centred_wave_sum(h, cells)) < tolerance * cells);
        }
    }
    CHECK(interference_amplitude<Arithmetic>(0.0, 5.0) == 5);
    CHECK(interference_amplitude<Arithmetic>(0.3, 1.0) == 1);
}

TEST_CASE("interference_amplitude: portable is exact at and near every Bragg peak") {
    for (const int cells : {2, 5, 36}) {
        for (const int h : {-14, -7, -1, 1, 2, 100}) {
            const double sign = (cells - 1) * h % 2 == 0 ? 1 : -1;
            CHECK(interference_amplitude<PortableArithmetic>(
                      static_cast<double>(h), static_cast<double>(cells)) == sign * cells);
            const double near = h + 1e-9;
            const double expected = centred_wave_sum(near - h, cells) * sign;
            CHECK(interference_amplitude<PortableArithmetic>(near, static_cast<double>(cells)) ==
                  Approx(expected).epsilon(1e-15));
        }
    }
}

TEST_CASE("sin_pi_reduced: within two roundings of the sine in extended precision") {
    for (int i = -500; i <= 500; ++i) {
        const double x = i / 1000.0;
        const long double pi = std::numbers::pi_v<long double>;
        const auto expected = static_cast<double>(std::sin(pi * static_cast<long double>(x)));
        CHECK(polynomials::sin_pi_reduced(x) ==
              Approx(expected).epsilon(2 * std::numeric_limits<double>::epsilon()));
    }
}

TEST_CASE("nearest_structure_factor: inside the list, outside, and for no number") {
    const StructureFactors factors = factors_of(
        {-1, 0, 4, 4, 2, 4}, 99, [](int h, int /*k*/, int l) { return 3 * (h + 1) + l - 1; });
    const StructureFactorTable<double> table = factors.table();
    CHECK(nearest_structure_factor(table, V{-1, 4, 2}) == 1);
    CHECK(nearest_structure_factor(table, V{0, 4, 4}) == 6);
    CHECK(nearest_structure_factor(table, V{-1, 4, 4}) == 3);
    CHECK(nearest_structure_factor(table, V{1, 4, 2}) == 99);
    CHECK(nearest_structure_factor(table, V{0, 4, 5}) == 99);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(nearest_structure_factor(table, V{nan, 4, 2}) == 99);
    CHECK(nearest_structure_factor(table, V{1e300, 4, 2}) == 99);
}

TEST_CASE("tricubic_structure_factor: exact for amplitudes that are cubic in each index") {
    const auto cubic = [](double h, double k, double l) {
        return 2 + h * h * h - 3 * k * k * h + l * l * l * k - 0.5 * l;
    };
    const StructureFactors factors = factors_of({-4, 4, -4, 4, -4, 4}, 0, cubic);
    const StructureFactorTable<double> table = factors.table();
    for (const V& hkl : {V{0.3, -1.7, 1.2}, V{-2.5, 0.01, 0.99}, V{1, 1, 1}}) {
        CHECK(tricubic_structure_factor(tricubic_grid(table, hkl), hkl) ==
              Approx(cubic(hkl.x, hkl.y, hkl.z)).epsilon(1e-12));
    }
}

TEST_CASE_TEMPLATE("photons_per_steradian: Thomson scattering of one electron in one step",
                   Arithmetic, ReferenceArithmetic, PortableArithmetic) {
    CHECK(step_intensity<Arithmetic>(3.0, 2.0) == 36);
    CHECK(photons_per_steradian<Arithmetic>(7.94e-30, 1e30, 36.0, by<Arithmetic>(4.0)) ==
          Approx(7.94 * 9).epsilon(1e-15));
}
