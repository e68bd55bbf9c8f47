#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "scenes.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/physics/detector_position.hpp"
#include "tapir/engine/physics/lattice_shape.hpp"
#include "tapir/engine/random/mosaic.hpp"
#include "tapir/engine/setup/source_setup.hpp"
#include "tapir/engine/taps.hpp"

/// Spot shapes, curved detectors, sources, water, resolution: each against an independent answer.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;
using V = Vec3<double>;

constexpr double pi = std::numbers::pi;

/// The transform of a homogeneous ball of radius 1 at |k| = x, by summing thin slices.
double ball_by_slices(double x) {
    constexpr int slices = 20000;
    double sum = 0;
    for (int i = 0; i < slices; ++i) {
        const double z = -1 + (i + 0.5) * 2 / slices;
        sum += pi * (1 - z * z) * std::cos(x * z) * 2 / slices;
    }
    return sum / (4 * pi / 3);
}

} // namespace

TEST_CASE("round_lattice_factor: is the transform of a ball, as high as the root of its share") {
    const V cells{5, 4, 6};
    const double peak = 5 * 4 * 6 * 0.723601254558268;
    for (const double distance : {0.0, 0.3, 0.9, 1.7, 2.4}) {
        CAPTURE(distance);
        const double expected = distance == 0 ? peak : peak * ball_by_slices(pi * distance);
        // the slices are good to 1e-8 of the peak
        CHECK(std::fabs(round_lattice_factor<ReferenceArithmetic>(distance * distance, 1.0, cells) -
                        expected) < 2e-8 * peak);
        CHECK(std::fabs(round_lattice_factor<PortableArithmetic>(distance * distance, 1.0, cells) -
                        expected) < 2e-8 * peak);
    }
    // the ball inside a cube has pi/6 of its volume; the height makes up for the square root
    CHECK(0.723601254558268 * 0.723601254558268 == Approx(pi / 6).epsilon(1e-5));
}

TEST_CASE("gauss and tophat lattice factors: peak, width and fudge") {
    const V cells{2, 3, 4};
    CHECK(gauss_lattice_factor<ReferenceArithmetic>(0.0, 1.0, cells) == 24);
    CHECK(gauss_lattice_factor<ReferenceArithmetic>(0.63, 1.0, cells) ==
          Approx(24 / std::numbers::e));
    CHECK(gauss_lattice_factor<PortableArithmetic>(0.63 / 4, 4.0, cells) ==
          Approx(24 / std::numbers::e));
    CHECK(tophat_lattice_factor(0.39, 1.0, cells) == 24);
    CHECK(tophat_lattice_factor(0.40, 1.0, cells) == 0);
    CHECK(tophat_lattice_factor(0.40, 0.9, cells) == 24);
}

TEST_CASE_TEMPLATE("reciprocal_of: is dual to the cell, and measures distances in it", Arithmetic,
                   ReferenceArithmetic, PortableArithmetic) {
    const Cell<double> cell{{25e-10, 1e-10, 0}, {-3e-10, 31e-10, 2e-10}, {4e-10, 0, 214e-10}};
    const ReciprocalCell<double> star = reciprocal_of<Arithmetic>(cell);
    CHECK(dot(cell.a, star.a) * 1e10 == Approx(1));
    CHECK(dot(cell.b, star.b) * 1e10 == Approx(1));
    CHECK(dot(cell.c, star.c) * 1e10 == Approx(1));
    CHECK(std::fabs(dot(cell.a, star.b)) < 1e-25);
    CHECK(std::fabs(dot(cell.c, star.b)) < 1e-25);
    CHECK(spot_distance_squared<Arithmetic>(V{1, 0, 0}, star, V{2, 3, 4}) ==
          Approx(dot(star.a, star.a) * 24 * 24));
    CHECK(index_distance_squared<Arithmetic>(V{0.5, 0.1, -0.2}, V{2, 3, 4}) ==
          Approx(1.0 + 0.09 + 0.64));
}

TEST_CASE("PortableArithmetic: sine, cosine and exponential keep their bounds") {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> angle(-60, 60);
    std::uniform_real_distribution<double> exponent(-700, 700);
    constexpr double epsilon = 0x1p-52;
    using P = PortableArithmetic;
    for (int i = 0; i < 20000; ++i) {
        const double x = i % 2 == 0 ? angle(random) : angle(random) / 100;
        const auto lx = static_cast<long double>(x);
        REQUIRE(std::fabs(P::sine(x) - static_cast<double>(std::sin(lx))) <=
                (1.25 + std::fabs(x)) * epsilon);
        REQUIRE(std::fabs(P::cosine(x) - static_cast<double>(std::cos(lx))) <=
                (2 + std::fabs(x)) * epsilon);
        const double y = i % 2 == 0 ? exponent(random) : exponent(random) / 700;
        const long double e = std::exp(static_cast<long double>(y));
        REQUIRE(static_cast<double>(std::fabs((static_cast<long double>(P::exponential(y)) - e) /
                                              e)) <= 1.25 * epsilon);
    }
    CHECK(P::exponential(0.0) == 1);
    CHECK(P::exponential(-1e9) == 0);
    CHECK(P::exponential(-746.0) == 0);
}

TEST_CASE("curved_position_m: every pixel is as far away as the distance") {
    const V fast{0, 0, 1};
    const V slow{0, -1, 0};
    const V beam{1, 0, 0};
    for (const double y : {-0.03, 0.0, 0.02}) {
        for (const double z : {-0.01, 0.04}) {
            const V point =
                curved_position_m<ReferenceArithmetic>(V{0.06, y, z}, fast, slow, beam, 0.06);
            CHECK(magnitude(point) == Approx(0.06).epsilon(1e-14));
            // two turns at right angles, by arcs of length y and z
            CHECK(point.x == Approx(0.06 * std::cos(y / 0.06) * std::cos(z / 0.06)));
        }
    }
    const V same = curved_position_m<PortableArithmetic>(V{0.06, 0, 0}, fast, slow, beam, 0.06);
    CHECK(same.x == Approx(0.06));
    CHECK(same.y == 0);
}

TEST_CASE("sources: a divergent beam is a grid of directions around the beam, corners cut off") {
    ExperimentRequest request = small_request();
    request.divergence_horizontal = {.range = 0.02, .step = -1, .count = 5};
    request.divergence_vertical = {.range = 0.01, .step = -1, .count = 5};
    const auto directions = [&request] {
        const trace::MemorySink sink = recorded(resolved(request), {0, 0});
        std::vector<V> list;
        for (const auto& entry : sink.entries()) {
            if (entry.spec == &taps::source_direction) {
                const auto v = sink.values(entry);
                list.push_back({v[0], v[1], v[2]});
            }
        }
        return list;
    };
    request.round_divergence = false;
    const auto square = directions();
    CHECK(square.size() == 25);
    request.round_divergence = true;
    // of a 5 x 5 grid, those with (i/2)^2 + (j/2)^2 <= 1.1
    int inside = 0;
    for (int i = -2; i <= 2; ++i) {
        for (int j = -2; j <= 2; ++j) {
            inside += i * i + j * j <= 4.4 ? 1 : 0;
        }
    }
    CHECK(static_cast<int>(directions().size()) == inside);
    V mean;
    double widest = 0;
    for (const V& v : square) {
        CHECK(magnitude(v) == Approx(1).epsilon(1e-15));
        mean = mean + 1.0 / 25 * v;
        widest = std::max(widest, std::acos(-v.x));
    }
    CHECK(std::fabs(mean.y) < 1e-15);
    CHECK(std::fabs(mean.z) < 1e-15);
    // the corner: half of each range, at right angles
    CHECK(widest == Approx(std::acos(std::cos(0.01) * std::cos(0.005))).epsilon(1e-9));
}

TEST_CASE("sources: dispersion spreads the wavelengths over the whole range") {
    ExperimentRequest request = small_request();
    request.dispersion = {.range = 0.04, .step = -1, .count = 3};
    const trace::MemorySink sink = recorded(resolved(request), {0, 0});
    for (const int source : {0, 1, 2}) {
        CHECK(values_at(sink, taps::wavelength, Site{.source = source})[0] ==
              Approx(1e-10 * (0.98 + 0.02 * source)).epsilon(1e-15));
    }
    CHECK(values_at(sink, taps::steps, {})[0] == 3 * 4);
}

TEST_CASE("water: a cube of it scatters as many molecules as it holds") {
    ExperimentRequest request = small_request();
    request.water_size_m = 2e-6;
    request.quirks.set(Quirk::water_scaled_twice, false);
    const double background =
        values_at(recorded(resolved(request), {0, 0}), taps::background, {})[0];
    const double grams = 1e6 * 8e-18;
    CHECK(background == Approx(2.57 * 2.57 * grams / 18 * 6.02214179e23).epsilon(1e-12));
}

TEST_CASE("resolution limit: what diffracts to smaller spacings is dark, the rest is as before") {
    ExperimentRequest request = small_request();
    const Image<float> all = render(resolved(request), {});
    request.resolution_limit_m = 14e-10;
    const Experiment limited = resolved(request);
    const Image<float> some = render(limited, {});
    int dark = 0;
    for (int slow = 0; slow < 6; ++slow) {
        for (int fast = 0; fast < 5; ++fast) {
            const auto i = static_cast<std::size_t>(slow) * 5 + static_cast<std::size_t>(fast);
            const double stol = values_at(recorded(limited, {slow, fast}), taps::stol,
                                          Site{slow, fast, 0, 0, 0, 0, -1, -1})[0];
            const bool cut = 1 / (2 * stol) < 14e-10;
            CHECK(some[i] == (cut ? 0 : all[i]));
            dark += cut ? 1 : 0;
        }
    }
    CHECK(dark > 0);
    CHECK(dark < 30);
}

TEST_CASE("angles_of_rotation: make the rotation again; one random orientation for a seed") {
    std::mt19937 random(9);
    std::uniform_real_distribution<double> angle(-1.5, 1.5);
    for (int i = 0; i < 200; ++i) {
        const V angles{angle(random), angle(random), angle(random)};
        const V x = rotated_about_xyz(V{1, 0, 0}, angles);
        const V y = rotated_about_xyz(V{0, 1, 0}, angles);
        const V z = rotated_about_xyz(V{0, 0, 1}, angles);
        const V found =
            angles_of_rotation(Mat3<double>{x.x, y.x, z.x, x.y, y.y, z.y, x.z, y.z, z.z});
        CHECK(found.x == Approx(angles.x).epsilon(1e-12));
        CHECK(found.y == Approx(angles.y).epsilon(1e-12));
        CHECK(found.z == Approx(angles.z).epsilon(1e-12));
    }
    ShuffledMinimalStandard one;
    ShuffledMinimalStandard two;
    const auto angle_of = [](long seed, ShuffledMinimalStandard& generator) {
        return angles_of_rotation(rotation_matrix<double>(draw_misset(seed, generator))).x;
    };
    CHECK(angle_of(7, one) == angle_of(7, two));
    CHECK(angle_of(7, one) != angle_of(8, two));
}
