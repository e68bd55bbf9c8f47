#include <doctest/doctest.h>

#include <numbers>

#include "scenes.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/trace/base/error.hpp"

/// From a request to the tables of the pixel loop.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;
using V = Vec3<double>;

SceneView<Float64> fields_of(const ExperimentRequest& request) {
    NullTap nothing;
    return derive_scene<double>(resolved(request), PhiMode::spec, nothing).fields;
}

V vector_of(const trace::MemorySink& sink, const trace::TapSpec& spec) {
    const std::vector<double> values = values_at(sink, spec, {});
    return {values[0], values[1], values[2]};
}

ExperimentRequest with_convention(Convention convention) {
    ExperimentRequest request = small_request();
    request.convention = convention;
    request.pixels_slow = 40;
    request.pixels_fast = 60;
    return request;
}

/// Where the direct beam meets the detector plane, in pixels from the outer corner: fast, slow.
std::pair<double, double> beam_spot_pixels(const ExperimentRequest& request) {
    const SceneView<Float64> scene = fields_of(request);
    const Experiment experiment = resolved(request);
    const V beam = unit_vector(experiment.input.beam_direction);
    const double length = scene.close_distance / dot(beam, scene.normal_axis);
    const V on_plane = length * beam - scene.detector_origin;
    return {dot(on_plane, scene.fast_axis) / request.pixel_size_m,
            dot(on_plane, scene.slow_axis) / request.pixel_size_m};
}

std::string refusal(const ExperimentRequest& request) {
    try {
        (void)resolved(request);
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

double determinant(const Mat3<double>& m) {
    return dot(V{m.xx, m.xy, m.xz}, cross(V{m.yx, m.yy, m.yz}, V{m.zx, m.zy, m.zz}));
}

} // namespace

TEST_CASE("convention: the default beam centre is where each program puts it") {
    // from the outer corner of the first pixel, for n pixels: MOSFLM n/2 + 1, DENZO n/2 + 1/2,
    // the others n/2 (ADXV counts its y from the other edge, half a pixel off)
    struct Expected {
        Convention convention;
        double fast, slow;
    };
    for (const Expected& e : {Expected{Convention::mosflm, 31, 21},
                              {Convention::denzo, 30.5, 20.5},
                              {Convention::xds, 30, 20},
                              {Convention::dials, 30, 20},
                              {Convention::custom, 30, 20},
                              {Convention::adxv, 30.5, 20.5}}) {
        CAPTURE(static_cast<int>(e.convention));
        const auto [fast, slow] = beam_spot_pixels(with_convention(e.convention));
        CHECK(fast == Approx(e.fast).epsilon(1e-12));
        CHECK(slow == Approx(e.slow).epsilon(1e-12));
    }
}

TEST_CASE("convention: X runs along slow in MOSFLM, along fast in CUSTOM") {
    ExperimentRequest request = with_convention(Convention::mosflm);
    request.beam_x_m = 10 * request.pixel_size_m;
    request.beam_y_m = 20 * request.pixel_size_m;
    CHECK(beam_spot_pixels(request).first == Approx(20.5).epsilon(1e-12));
    CHECK(beam_spot_pixels(request).second == Approx(10.5).epsilon(1e-12));
    request.convention = Convention::custom;
    CHECK(beam_spot_pixels(request).first == Approx(10).epsilon(1e-12));
    CHECK(beam_spot_pixels(request).second == Approx(20).epsilon(1e-12));
}

TEST_CASE("convention: a named one overrides the pivot, CUSTOM keeps it") {
    for (const Pivot asked : {Pivot::beam, Pivot::sample}) {
        const auto pivot = [asked](Convention convention) {
            ExperimentRequest request = with_convention(convention);
            request.pivot = asked;
            return resolved(request).input.pivot;
        };
        CHECK(pivot(Convention::mosflm) == Pivot::beam);
        CHECK(pivot(Convention::adxv) == Pivot::beam);
        CHECK(pivot(Convention::denzo) == Pivot::beam);
        CHECK(pivot(Convention::xds) == Pivot::sample);
        CHECK(pivot(Convention::dials) == Pivot::sample);
        CHECK(pivot(Convention::custom) == asked);
    }
}

TEST_CASE("detector: rotations keep the axes orthonormal and the pivot in its place") {
    ExperimentRequest request = small_request();
    request.beam_x_m = 3.3e-3;
    request.beam_y_m = 4.4e-3;
    const SceneView<Float64> straight = fields_of(request);
    for (const Pivot pivot : {Pivot::beam, Pivot::sample}) {
        request.pivot = pivot;
        request.detector_rotation_rad = {0.1, -0.2, 0.05};
        request.detector_twotheta_rad = 0.3;
        const SceneView<Float64> turned = fields_of(request);
        for (const V& axis : {turned.fast_axis, turned.slow_axis, turned.normal_axis}) {
            CHECK(magnitude(axis) == Approx(1).epsilon(1e-14));
        }
        CHECK(dot(turned.fast_axis, turned.slow_axis) == Approx(0).scale(1).epsilon(1e-15));
        CHECK(dot(cross(turned.fast_axis, turned.slow_axis), turned.normal_axis) ==
              Approx(dot(cross(straight.fast_axis, straight.slow_axis), straight.normal_axis))
                  .epsilon(1e-14));
        CHECK(turned.close_distance ==
              Approx(dot(turned.detector_origin, turned.normal_axis)).epsilon(1e-15));
        if (pivot == Pivot::sample) {
            // the detector swings about the sample as one rigid body
            CHECK(turned.close_distance ==
                  Approx(
                      std::fabs(dot(unit_vector(request.beam_direction),
                                    rotated_about_xyz(V{1, 0, 0}, request.detector_rotation_rad))) *
                      request.distance_m)
                      .epsilon(1e-14));
        }
    }
}

TEST_CASE("detector: a normal axis that is not of length 1 is made from the other two") {
    ExperimentRequest request = small_request();
    request.normal_axis = {0.9, 0, 0.1};
    const SceneView<Float64> scene = fields_of(request);
    const V expected = cross(scene.fast_axis, scene.slow_axis);
    CHECK(scene.normal_axis.x == Approx(expected.x).epsilon(1e-15));
    CHECK(scene.normal_axis.z == Approx(expected.z).scale(1).epsilon(1e-15));
}

TEST_CASE("cell: direct and reciprocal vectors are each other's dual, lengths as given") {
    ExperimentRequest request = small_request();
    request.cell_angles_rad = {std::numbers::pi / 2, 1.65, std::numbers::pi / 2};
    const trace::MemorySink sink = recorded(resolved(request), {0, 0});
    const std::vector<double> cell = values_at(sink, taps::cell_unrotated, {});
    const std::array<V, 3> direct{V{cell[0], cell[1], cell[2]}, V{cell[3], cell[4], cell[5]},
                                  V{cell[6], cell[7], cell[8]}};
    const std::array<V, 3> reciprocal{vector_of(sink, taps::a_star), vector_of(sink, taps::b_star),
                                      vector_of(sink, taps::c_star)};
    constexpr double angstrom = 1e-10;
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(magnitude(direct[i]) / angstrom ==
              Approx(small_request().cell_edges_angstrom[i]).epsilon(1e-13));
        for (std::size_t j = 0; j < 3; ++j) {
            CHECK(dot(direct[i], reciprocal[j]) / angstrom ==
                  Approx(i == j ? 1 : 0).scale(1).epsilon(1e-13));
        }
    }
    const auto angle = [&](std::size_t i, std::size_t j) {
        return std::acos(dot(direct[i], direct[j]) / magnitude(direct[i]) / magnitude(direct[j]));
    };
    CHECK(angle(1, 2) == Approx(std::numbers::pi / 2).epsilon(1e-13));
    CHECK(angle(0, 2) == Approx(1.65).epsilon(1e-13));
    CHECK(angle(0, 1) == Approx(std::numbers::pi / 2).epsilon(1e-13));
}

TEST_CASE("cell: a triclinic cell is off by the C program's own error, which PHYSICS.md explains") {
    const trace::MemorySink sink = recorded(small_experiment(), {0, 0});
    const std::vector<double> cell = values_at(sink, taps::cell_unrotated, {});
    const V a{cell[0], cell[1], cell[2]};
    const V b{cell[3], cell[4], cell[5]};
    const V c{cell[6], cell[7], cell[8]};
    const double dual = dot(a, vector_of(sink, taps::a_star)) / 1e-10;
    CHECK(std::fabs(dual - 1) > 1e-6);
    CHECK(std::fabs(dual - 1) < 1e-3);
    // the lengths are forced, so the error shows in the angles: 1.4 rad asked for
    CHECK(magnitude(a) == Approx(25e-10).epsilon(1e-13));
    const double alpha = std::acos(dot(b, c) / magnitude(b) / magnitude(c));
    CHECK(std::fabs(alpha - 1.4) > 1e-6);
    CHECK(std::fabs(alpha - 1.4) < 1e-2);
}

TEST_CASE("cell: an A matrix holds the reciprocal cell times the wavelength") {
    ExperimentRequest request = small_request();
    request.cell_given = request.misset_given = false;
    request.matrix_given = true;
    request.wavelength_m = 2e-10;
    request.a_matrix = {0.02, 0, 0, 0, 0.04, 0, 0, 0, 0.05}; // cubic-like 100, 50, 40 A
    const std::vector<double> cell =
        values_at(recorded(resolved(request), {0, 0}), taps::cell_unrotated, {});
    CHECK(cell[0] == Approx(100e-10).epsilon(1e-14));
    CHECK(cell[4] == Approx(50e-10).epsilon(1e-14));
    CHECK(cell[8] == Approx(40e-10).epsilon(1e-14));
}

TEST_CASE("mosaic_rotations: rotations within the cap, the first none, one seed one set") {
    constexpr double spread = 0.3;
    const auto rotations = drawn(spread, 200, 77);
    CHECK(rotations.front().xx == 1);
    CHECK(rotations.front().xy == 0);
    double largest = 0;
    for (const Mat3<double>& m : rotations) {
        CHECK(determinant(m) == Approx(1).epsilon(1e-12));
        const double cosine = (m.xx + m.yy + m.zz - 1) / 2;
        largest = std::max(largest, std::acos(std::min(1.0, cosine)));
    }
    CHECK(largest <= spread * (1 + 1e-6)); // single precision on the way
    CHECK(largest > 0.8 * spread);
    CHECK(drawn(spread, 200, 77)[5].xy == rotations[5].xy);
    CHECK(drawn(spread, 200, 78)[5].xy != rotations[5].xy);
}

TEST_CASE("ShuffledMinimalStandard: deviates are uniform in (0, 1)") {
    Seeded random(12345);
    constexpr int draws = 200000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; ++i) {
        const auto x = static_cast<double>(random.next());
        CHECK_FALSE((x <= 0 || x >= 1));
        sum += x;
        squares += x * x;
    }
    // four standard errors of the mean of a uniform variable and of its square
    CHECK(std::fabs(sum / draws - 0.5) < 4 * std::sqrt(1.0 / 12 / draws));
    CHECK(std::fabs(squares / draws - 1.0 / 3) < 4 * std::sqrt(4.0 / 45 / draws));
}

TEST_CASE("scan: any two of range, step and count give the third") {
    const auto scan = [](double range, double step, int steps) {
        ExperimentRequest request = small_request();
        request.oscillation_rad = range;
        request.phi_step_rad = step;
        request.phi_steps = steps;
        const ExperimentRequest input = resolved(request).input;
        return std::pair{input.phi_steps, input.phi_step_rad};
    };
    CHECK(scan(-1, -1, -1) == std::pair{1, 0.0});
    CHECK(scan(1, -1, 4) == std::pair{4, 0.25});
    CHECK(scan(1, 0.25, -1) == std::pair{4, 0.25});
    CHECK(scan(1, -1, -1) == std::pair{2, 0.5});
    CHECK(scan(-1, 0.1, -1) == std::pair{2, 0.1});
    // a count alone scans one degree
    CHECK(scan(-1, -1, 10).second == Approx(std::numbers::pi / 180 / 10).epsilon(1e-15));
}

TEST_CASE("oversample: automatic when nobody asks, three samples a fringe") {
    ExperimentRequest request = small_request();
    request.oversample = -1;
    request.cell_counts = {100, 1, 1}; // 0.25 um against lambda D / pixel = 3 nm
    const double fringes = 25e-10 * 100 / (1e-10 * 0.06 / 2e-3);
    CHECK(fields_of(request).oversample == static_cast<int>(std::ceil(3 * fringes)));
}

TEST_CASE("oversample: one that nobody could wait for is refused, not chosen") {
    ExperimentRequest request = small_request();
    request.oversample = -1;
    request.cell_counts = {1e9, 1, 1};
    CHECK_THROWS_AS((void)fields_of(request), InputError);
}

TEST_CASE("resolve: what makes no experiment is refused by name") {
    const auto refused = [](auto change) {
        ExperimentRequest request = small_request();
        change(request);
        return refusal(request);
    };
    using R = ExperimentRequest;
    CHECK(refusal(small_request()) == "accepted");
    CHECK(refused([](R& r) { r.wavelength_m = unset; }).find("wavelength") == 0);
    CHECK(refused([](R& r) { r.pixel_size_m = 0; }).find("pixel size") == 0);
    CHECK(refused([](R& r) { r.pixels_fast = -3; }).find("detector") == 0);
    CHECK(refused([](R& r) { r.pixels_fast = r.pixels_slow = 1 << 20; }).find("detector") == 0);
    CHECK(refused([](R& r) { r.cell_given = false; }).find("crystal") == 0);
    CHECK(refused([](R& r) { r.cell_edges_angstrom[0] = -1; }).find("cell edge") == 0);
    CHECK(refused([](R& r) { r.cell_angles_rad = {0.1, 0.2, 3}; }).find("cell angle") == 0);
    CHECK(refused([](R& r) { r.distance_m = unset; }).find("distance") == 0);
    CHECK(refused([](R& r) { r.phi_start_rad = unset; }).find("phi start") == 0);
    CHECK(refused([](R& r) { r.beam_size_m = 0, r.flux_per_s = 1; }).find("fluence") == 0);
    CHECK(refused([](R& r) { r.oversample = 5000; }).find("oversample") == 0);
    CHECK(refused([](R& r) { r.phi_steps = 1 << 30; }).find("phi steps x mosaic") == 0);
    CHECK(refused([](R& r) { r.oversample = 1000, r.phi_steps = 3000; }).find("steps") == 0);
}
