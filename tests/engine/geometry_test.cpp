#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "scenes.hpp"
#include "tapir/engine/physics/rotation.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"

/// Where the detector and the cell stand, for every convention and pivot.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;
using V = Vec3<double>;

constexpr std::array every_convention{Convention::custom, Convention::adxv,  Convention::mosflm,
                                      Convention::xds,    Convention::dials, Convention::denzo};

SceneView<Float64> fields_of(const Experiment& experiment) {
    NullTap nothing;
    return derive_scene<double>(experiment, PhiMode::spec, nothing).fields;
}

/// A detector turned every way that the request knows.
ExperimentRequest turned_request(Convention convention, Pivot pivot) {
    ExperimentRequest request = small_request();
    request.convention = convention;
    request.pivot = pivot;
    request.pixels_fast = 40;
    request.pixels_slow = 30;
    request.beam_x_m = 21e-3;
    request.beam_y_m = 34e-3;
    request.detector_rotation_rad = {0.1, -0.25, 0.07};
    request.detector_twotheta_rad = 0.35;
    return request;
}

/// Where a ray from the sample meets the detector plane, along fast and slow [m]: three equations
/// origin + F fast + S slow = L ray, by Cramer's rule and without the normal axis.
std::pair<double, double> hit_m(const SceneView<Float64>& scene, const V& ray) {
    const V& fast = scene.fast_axis;
    const V& slow = scene.slow_axis;
    const V to_origin = -scene.detector_origin;
    const double all = dot(fast, cross(slow, -ray));
    return {dot(to_origin, cross(slow, -ray)) / all, dot(fast, cross(to_origin, -ray)) / all};
}

/// A cell's three vectors, direct [A] and reciprocal [1/A], from the set-up's records.
struct CellPair {
    std::array<V, 3> direct, reciprocal;
};

CellPair cell_of(const ExperimentRequest& request) {
    const trace::MemorySink sink = recorded(resolved(request), {0, 0});
    const auto at = [&sink](const trace::TapSpec& spec, std::size_t first, double scale) {
        const std::vector<double> v = values_at(sink, spec, {});
        return scale * V{v[first], v[first + 1], v[first + 2]};
    };
    constexpr double metre = 1e10;
    const auto& cell = taps::cell_unrotated;
    return {{at(cell, 0, metre), at(cell, 3, metre), at(cell, 6, metre)},
            {at(taps::a_star, 0, 1), at(taps::b_star, 0, 1), at(taps::c_star, 0, 1)}};
}

/// A skew reciprocal cell [1/A], no two angles alike.
constexpr Mat3<double> skew_matrix{0.031, 0.004, -0.002, 0.001, 0.027, 0.006, -0.003, 0.002, 0.022};

ExperimentRequest matrix_request() {
    ExperimentRequest request = small_request();
    request.cell_given = request.misset_given = false;
    request.matrix_given = true;
    request.a_matrix = skew_matrix; // at a wavelength of 1 A: A* itself
    return request;
}

} // namespace

TEST_CASE("detector: turned about the beam, the direct beam still hits its spot") {
    for (const Convention convention :
         {Convention::custom, Convention::adxv, Convention::mosflm, Convention::denzo}) {
        CAPTURE(static_cast<int>(convention));
        const Experiment experiment = resolved(turned_request(convention, Pivot::beam));
        const auto [fast, slow] =
            hit_m(fields_of(experiment), unit_vector(experiment.input.beam_direction));
        // some twenty roundings of lengths below 0.1 m, against a hundredth of that
        CHECK(fast == Approx(experiment.beam_fast_m).epsilon(1e-12));
        CHECK(slow == Approx(experiment.beam_slow_m).epsilon(1e-12));
    }
}

TEST_CASE("detector: turned about the sample, its corner stays as far away as it was") {
    for (const Convention convention : {Convention::custom, Convention::xds, Convention::dials}) {
        CAPTURE(static_cast<int>(convention));
        ExperimentRequest request = turned_request(convention, Pivot::sample);
        // the nearest point's distance, which the turn would otherwise foreshorten
        request.close_distance_m = 0.06;
        const V turned = fields_of(resolved(request)).detector_origin;
        request.detector_rotation_rad = {0, 0, 0};
        request.detector_twotheta_rad = 0;
        const V straight = fields_of(resolved(request)).detector_origin;
        CHECK(magnitude(turned) == Approx(magnitude(straight)).epsilon(1e-14));
        CHECK(magnitude(turned - straight) > 1e-3);
    }
}

TEST_CASE("detector: turned about the sample, the nearest point is straight along the normal") {
    for (const Convention convention : {Convention::custom, Convention::xds, Convention::dials}) {
        CAPTURE(static_cast<int>(convention));
        ExperimentRequest request = turned_request(convention, Pivot::sample);
        request.close_distance_m = 0.06;
        request.origin_x_pixels = 12.5;
        request.origin_y_pixels = 7.5;
        const Experiment experiment = resolved(request);
        const SceneView<Float64> scene = fields_of(experiment);
        const auto [fast, slow] = hit_m(scene, scene.normal_axis);
        if (convention == Convention::custom) { // a custom beam centre is the nearest point too
            CHECK(fast == Approx(request.beam_x_m).epsilon(1e-12));
            CHECK(slow == Approx(request.beam_y_m).epsilon(1e-12));
        } else { // ORGX counts pixels from 1 at the middle of the first
            CHECK(fast == Approx(12 * request.pixel_size_m).epsilon(1e-12));
            CHECK(slow == Approx(7 * request.pixel_size_m).epsilon(1e-12));
        }
        CHECK(scene.close_distance == Approx(0.06).epsilon(1e-14));
    }
}

TEST_CASE("detector: axes are orthonormal and the plane is at origin . normal, however turned") {
    for (const Convention convention : every_convention) {
        for (const Pivot pivot : {Pivot::beam, Pivot::sample}) {
            CAPTURE(static_cast<int>(convention));
            const SceneView<Float64> scene = fields_of(resolved(turned_request(convention, pivot)));
            const std::array<V, 3> axes{scene.fast_axis, scene.slow_axis, scene.normal_axis};
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) {
                    // four turns, a few epsilon each
                    CHECK(std::fabs(dot(axes[i], axes[j]) - (i == j ? 1 : 0)) < 4e-15);
                }
            }
            const V far_corner =
                scene.detector_origin + 0.08 * scene.fast_axis + 0.06 * scene.slow_axis;
            CHECK(dot(far_corner, scene.normal_axis) ==
                  Approx(scene.close_distance).epsilon(1e-14));
        }
    }
}

TEST_CASE("convention: a named one looks down the normal, with E-vector and spindle across") {
    for (const Convention convention : every_convention) {
        if (convention == Convention::custom) {
            continue;
        }
        CAPTURE(static_cast<int>(convention));
        ExperimentRequest request = small_request();
        request.convention = convention;
        request.beam_direction = request.fast_axis = {0.3, 0.4, 0.5}; // overridden
        const ExperimentRequest input = resolved(request).input;
        CHECK(dot(input.beam_direction, input.normal_axis) == 1);
        CHECK(dot(input.beam_direction, input.polarization_axis) == 0);
        CHECK(dot(input.beam_direction, input.spindle_axis) == 0);
        CHECK(dot(input.beam_direction, input.twotheta_axis) == 0);
        CHECK(dot(input.fast_axis, input.slow_axis) == 0);
        CHECK(magnitude(cross(input.fast_axis, input.slow_axis)) == 1);
    }
}

TEST_CASE("convention: given beam centres, by hand") {
    struct Expected {
        Convention convention;
        double fast_m, slow_m;
    };
    // 40 x 30 pixels of 2 mm: 80 mm along fast, 60 mm along slow; X = 21 mm, Y = 34 mm
    for (const Expected& e : {Expected{Convention::custom, 21e-3, 34e-3},
                              {Convention::xds, 21e-3, 34e-3},
                              {Convention::dials, 21e-3, 34e-3},
                              {Convention::adxv, 21e-3, 26e-3},      // Y from the other edge
                              {Convention::denzo, 34e-3, 21e-3},     // X along slow
                              {Convention::mosflm, 35e-3, 22e-3}}) { // and half a pixel on
        CAPTURE(static_cast<int>(e.convention));
        const Experiment experiment = resolved(turned_request(e.convention, Pivot::beam));
        CHECK(experiment.beam_fast_m == Approx(e.fast_m).epsilon(1e-14));
        CHECK(experiment.beam_slow_m == Approx(e.slow_m).epsilon(1e-14));
    }
}

TEST_CASE("cell: a skew A matrix and its direct cell are each other's dual, misset or not") {
    ExperimentRequest request = matrix_request();
    for (const bool misset : {false, true}) {
        request.misset_given = misset;
        const CellPair cell = cell_of(request);
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) {
                // products of 50 A and 0.03 / A: some twenty roundings of numbers near 1
                CHECK(std::fabs(dot(cell.direct[i], cell.reciprocal[j]) - (i == j ? 1 : 0)) <
                      5e-15);
            }
        }
        const V& a_star = cell.reciprocal[0];
        V expected{skew_matrix.xx, skew_matrix.yx, skew_matrix.zx};
        for (const auto& [axis, angle] : {std::pair{V{1, 0, 0}, request.misset_rad.x},
                                          {V{0, 1, 0}, request.misset_rad.y},
                                          {V{0, 0, 1}, request.misset_rad.z}}) {
            expected = misset ? rotated_about_axis(expected, axis, angle) : expected;
        }
        CHECK(magnitude(a_star - expected) < 1e-15 * 0.031 * 20); // twenty roundings
    }
}

TEST_CASE("cell: no edge of a triclinic cell leans on another's reciprocal") {
    const CellPair cell = cell_of(small_request());
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            if (i != j) {
                CHECK(std::fabs(dot(cell.direct[i], cell.reciprocal[j])) < 1e-14);
            }
        }
    }
}

TEST_CASE("cell_volume_from_angles: the triple product of a cell built with a right angle") {
    // a along x; b in the plane at gamma; c upright, so alpha = beta = 90 degrees
    using std::numbers::pi;
    const double gamma = 1.9;
    const auto volume =
        setup::cell_volume_from_angles<double>({10, 20, 30}, {pi / 2, pi / 2, gamma});
    CHECK(volume == Approx(10 * 20 * 30 * std::sin(gamma)).epsilon(1e-14));
    // three equal angles: V^2 / a^6 = 1 - 3 cos^2 + 2 cos^3
    const double alpha = 1.1;
    const double c = std::cos(alpha);
    CHECK(setup::cell_volume_from_angles<double>({7, 7, 7}, {alpha, alpha, alpha}) ==
          Approx(343 * std::sqrt(1 - 3 * c * c + 2 * c * c * c)).epsilon(1e-14));
}

TEST_CASE("cell: an edge or angle that is not given is that of a cube") {
    ExperimentRequest request = small_request();
    request.misset_given = false;
    request.cell_edges_angstrom = {50, 0, 0};
    request.cell_angles_rad = {0, 0, 0};
    const CellPair cell = cell_of(request);
    const std::array<V, 3> axes{V{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (std::size_t i = 0; i < 3; ++i) {
        // a few roundings, and cos(pi/2) = 6e-17
        CHECK(magnitude(cell.direct[i] - 50.0 * axes[i]) < 50 * 1e-15);
        CHECK(magnitude(cell.reciprocal[i] - 0.02 * axes[i]) < 0.02 * 1e-15);
    }
}
