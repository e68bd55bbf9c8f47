#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "stages.hpp"
#include "tapir/engine/physics/absorption.hpp"
#include "tapir/engine/physics/detector_position.hpp"
#include "tapir/engine/physics/intensity.hpp"
#include "tapir/engine/physics/miller_index.hpp"
#include "tapir/engine/physics/polarization.hpp"
#include "tapir/engine/physics/scattering_vector.hpp"
#include "tapir/engine/physics/solid_angle.hpp"
#include "tapir/engine/physics/structure_factor.hpp"
#include "tapir/engine/physics/tricubic.hpp"

/// The stages over many random inputs, and at their edges.
namespace {

using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;
using V = Vec3<double>;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Random directions, the same ones in every run.
class Directions {
  public:
    V next() {
        V v{normal_(engine_), normal_(engine_), normal_(engine_)};
        return unit_vector(v);
    }

  private:
    std::mt19937_64 engine_{20240611};
    std::normal_distribution<double> normal_;
};

double distance(const V& a, const V& b) {
    return magnitude(a - b);
}

/// Radiation of a beam that is polarised to (1 + kahn) / 2 along e and the rest along b: each part
/// is a dipole, which radiates as the squared sine of the angle from its own axis.
double two_dipoles(double kahn, const V& ray, const V& e, const V& b) {
    const double along_e = dot(ray, e);
    const double along_b = dot(ray, b);
    return (1 + kahn) / 2 * (1 - along_e * along_e) + (1 - kahn) / 2 * (1 - along_b * along_b);
}

} // namespace

TEST_CASE_TEMPLATE("subpixel_centre_m: the subpixels of a pixel are even about its centre",
                   Arithmetic, ReferenceArithmetic, PortableArithmetic) {
    const double pixel = 0.5;
    for (const int oversample : {1, 2, 4, 8}) { // powers of two: every quotient is exact
        double sum = 0;
        for (int sub = 0; sub < oversample; ++sub) {
            const double centre =
                subpixel_centre_m<Arithmetic>(pixel / oversample, 7, oversample, sub);
            CHECK(centre > 7 * pixel);
            CHECK(centre < 8 * pixel);
            sum += centre;
        }
        CHECK(sum / oversample == 7.5 * pixel);
    }
}

TEST_CASE_TEMPLATE("detector_position_m: coordinates (0, 0, 0) are the outer corner itself",
                   Arithmetic, ReferenceArithmetic, PortableArithmetic) {
    const V origin{0.1, -0.02, 0.03};
    const V fast = unit_vector(V{0.1, 0.2, 0.9});
    const V slow = unit_vector(V{-0.3, 0.8, 0.1});
    const V normal = unit_vector(cross(fast, slow));
    CHECK(distance(detector_position_m<Arithmetic>(V{0, 0, 0}, fast, slow, normal, origin),
                   origin) == 0);
    // a step along one axis moves by that axis alone; two roundings of 0.1
    const V moved = detector_position_m<Arithmetic>(V{0, 0.25, 0}, fast, slow, normal, origin);
    CHECK(distance(moved - origin, 0.25 * slow) < 1e-16);
}

TEST_CASE_TEMPLATE("solid_angle_sr: all pixels of an endless plate fill half the sphere",
                   Arithmetic, ReferenceArithmetic, PortableArithmetic) {
    // rings of a plate at distance 1: d(omega) = 2 pi r dr / R^3, up to a radius of 1000
    double sum = 0;
    constexpr double ring = 1e-3;
    for (int i = 0; i < 1000000; ++i) {
        const double radius = (i + 0.5) * ring;
        const double pixels = 2 * std::numbers::pi * radius * ring;
        sum += pixels *
               solid_angle_sr<Arithmetic>(1.0, by<Arithmetic>(std::sqrt(1 + radius * radius)), 1.0);
    }
    // the rest of the plate is 2 pi / 1000, the midpoint rule is off by ring^2
    CHECK(sum == Approx(2 * std::numbers::pi * (1 - 1e-3)).epsilon(2e-6));
}

TEST_CASE_TEMPLATE(
    "layer_capture_fraction: a deeper layer gets what the ones before it let through", Arithmetic,
    ReferenceArithmetic, PortableArithmetic) {
    const double thickness = 2e-5;
    const double mu = 1.7e4;
    const double parallax = 0.6;
    const double first = layer_capture_fraction<Arithmetic>(0, thickness, mu, parallax);
    for (int layer = 1; layer < 6; ++layer) {
        const double let_through = std::pow(1 - first, layer);
        // the difference of two exponentials below 1 is good to an epsilon of 1
        CHECK(layer_capture_fraction<Arithmetic>(layer, thickness, mu, parallax) ==
              Approx(first * let_through).epsilon(1e-15).scale(1));
    }
    CHECK(layer_capture_fraction<Arithmetic>(0, 0.0, mu, parallax) == 0);
}

TEST_CASE_TEMPLATE(
    "scattering_vector_per_m: forward gives 0, backward 2 / lambda, Bragg's law between",
    Arithmetic, ReferenceArithmetic, PortableArithmetic) {
    const V beam{0, 0, 1};
    const double wavelength = 1.25e-10;
    const auto q_of = [&](const V& ray) {
        return magnitude(
            scattering_vector_per_m<Arithmetic>(ray, beam, by<Arithmetic>(wavelength)));
    };
    CHECK(q_of(beam) == 0);
    CHECK(q_of(-beam) == 2 / wavelength);
    Directions random;
    for (int i = 0; i < 200; ++i) {
        const V ray = random.next();
        const double theta = std::atan2(magnitude(cross(beam, ray)), dot(beam, ray)) / 2;
        const double q = q_of(ray);
        // the difference of two unit vectors is good to an epsilon of 1
        CHECK(q * wavelength == Approx(2 * std::sin(theta)).epsilon(1e-15).scale(1));
    }
}

TEST_CASE_TEMPLATE("polarization_factor: is the radiation of two crossed dipoles", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    Directions random;
    for (const double kahn : {-1.0, -0.4, 0.0, 0.3, 0.95, 1.0}) {
        CAPTURE(kahn);
        for (int i = 0; i < 200; ++i) {
            const V beam = random.next();
            const V e = unit_vector(cross(beam, random.next()));
            const V b = cross(e, beam);
            const V ray = random.next();
            // a tilted E-vector counts by its part across the beam
            const V tilted = unit_vector(e + 0.4 * beam);
            // squares of unit vectors: some ten roundings of numbers below 1
            CHECK(polarization_of<Arithmetic>(kahn, beam, ray, tilted) ==
                  Approx(two_dipoles(kahn, ray, e, b)).epsilon(4e-15).scale(1));
        }
    }
}

TEST_CASE("polarization_factor: both arithmetics agree") {
    Directions random;
    for (int i = 0; i < 1000; ++i) {
        const V beam = random.next();
        const V ray = random.next();
        const V axis = random.next();
        // each is within some ten roundings of the true value, which is below 1
        CHECK(polarization_of<ReferenceArithmetic>(0.9, beam, ray, axis) ==
              Approx(polarization_of<PortableArithmetic>(0.9, beam, ray, axis))
                  .epsilon(1e-14)
                  .scale(1));
    }
}

TEST_CASE_TEMPLATE("nearest_miller_index: halves go down on both sides of 0, NaN stays NaN",
                   Arithmetic, ReferenceArithmetic, PortableArithmetic) {
    const double below_half = std::nextafter(0.5, 0.0);
    const double above_half = std::nextafter(0.5, 1.0);
    V nearest = nearest_miller_index<Arithmetic>(V{0.5, below_half, above_half});
    CHECK(distance(nearest, {0, 0, 1}) == 0);
    // -1/2 itself and the one double next to it, whose sum with -1/2 rounds to -1, as in C
    nearest = nearest_miller_index<Arithmetic>(V{-0.5, -below_half, -above_half});
    CHECK(distance(nearest, {-1, -1, -1}) == 0);
    CHECK(nearest_miller_index<Arithmetic>(V{-0.5 + 0x1p-53, 0, 0}).x == 0);
    nearest = nearest_miller_index<Arithmetic>(V{1e6 + 0.5, -1e6 - 0.5, 7});
    CHECK(distance(nearest, {1e6, -1e6 - 1, 7}) == 0);
    CHECK(std::isnan(nearest_miller_index<Arithmetic>(V{not_a_number, 0, 0}).x));
}

TEST_CASE("nearest_structure_factor: every index of a box has its own amplitude") {
    const StructureFactors factors = factors_of(
        {-1, 2, 3, 4, -5, -3}, -7, [](int h, int k, int l) { return 100 * h + 10 * k + l; });
    const StructureFactorTable<double> table = factors.table();
    for (int h = -3; h <= 4; ++h) {
        for (int k = 1; k <= 6; ++k) {
            for (int l = -7; l <= -1; ++l) {
                const bool inside = h >= -1 && h <= 2 && k >= 3 && k <= 4 && l >= -5 && l <= -3;
                const V index{static_cast<double>(h), static_cast<double>(k),
                              static_cast<double>(l)};
                CHECK(nearest_structure_factor(table, index) ==
                      (inside ? 100 * h + 10 * k + l : -7));
            }
        }
    }
    const StructureFactors nothing_read = uniform_structure_factors(12);
    for (const V& index : {V{0, 0, 0}, V{-3, 7, 1e9}, V{not_a_number, 0, 0}}) {
        CHECK(nearest_structure_factor(nothing_read.table(), index) == 12);
    }
    CHECK_FALSE(nothing_read.table().surrounds(0, 0, 0));
    for (const V& index : {V{not_a_number, 3, -4}, V{0, not_a_number, -4}, V{0, 3, not_a_number}}) {
        CHECK(nearest_structure_factor(table, index) == -7);
    }
}

TEST_CASE("tricubic_structure_factor: at a reflection it is that reflection, ragged or not") {
    Directions random;
    const StructureFactors factors =
        factors_of({0, 5, 0, 5, 0, 5}, 3, [&random](int /*h*/, int /*k*/, int /*l*/) {
            return 100 + 90 * random.next().x; // no smoothness at all
        });
    const StructureFactorTable<double> table = factors.table();
    for (int h = -2; h <= 7; ++h) { // beyond the box the default stands
        for (int k = 0; k <= 5; ++k) {
            const V hkl{static_cast<double>(h), static_cast<double>(k), 2};
            // at a grid point every other weight is exactly 0
            CHECK(tricubic_structure_factor(tricubic_grid(table, hkl), hkl) ==
                  nearest_structure_factor(table, hkl));
        }
    }
}

TEST_CASE_TEMPLATE(
    "photons_per_steradian: linear in fluence and intensity, and a mean over the steps", Arithmetic,
    ReferenceArithmetic, PortableArithmetic) {
    const double one = photons_per_steradian<Arithmetic>(2.0, 3.0, 5.0, by<Arithmetic>(1.0));
    CHECK(one == 30);
    CHECK(photons_per_steradian<Arithmetic>(2.0, 12.0, 5.0, by<Arithmetic>(4.0)) == one);
    CHECK(photons_per_steradian<Arithmetic>(2.0, 3.0, 20.0, by<Arithmetic>(4.0)) == one);
    CHECK(step_intensity<Arithmetic>(-3.0, 2.0) == step_intensity<Arithmetic>(3.0, -2.0));
    CHECK(step_intensity<Arithmetic>(5.0, 0.0) == 0);
    CHECK(Arithmetic::add_product_squared(7.0, 3.0, 2.0) == 43);
}
