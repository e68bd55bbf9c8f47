#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <string>

#include "scenes.hpp"
#include "tapir/engine/physics/rotation.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/error.hpp"

/// What `resolve` makes of a request: the numbers it fills in and the ones it refuses.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;
using R = ExperimentRequest;

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Change>
Experiment changed(Change change) {
    R request = small_request();
    change(request);
    return resolved(request);
}

/// Whether the changed request is refused with a message that begins with the field's name.
template <class Change>
bool refuses(const std::string& field, Change change) {
    try {
        (void)changed(change);
    } catch (const InputError& error) {
        return std::string(error.what()).rfind(field, 0) == 0;
    }
    return false;
}

} // namespace

TEST_CASE("resolve: infinite, missing and negative numbers are refused by the field's name") {
    for (const double value : {unset, infinity, 0.0, -1e-10}) {
        CAPTURE(value);
        CHECK(refuses("wavelength", [value](R& r) { r.wavelength_m = value; }));
        CHECK(refuses("pixel size", [value](R& r) { r.pixel_size_m = value; }));
        CHECK(refuses("cell edge a", [value](R& r) { r.cell_edges_angstrom[0] = value; }));
    }
    for (const double value : {unset, infinity}) {
        CAPTURE(value);
        CHECK(refuses("distance", [value](R& r) { r.distance_m = value; }));
        CHECK(refuses("fluence", [value](R& r) { r.fluence_per_m2 = value; }));
        CHECK(refuses("phi start", [value](R& r) { r.phi_start_rad = value; }));
        CHECK(refuses("cell count", [value](R& r) { r.cell_counts[2] = value; }));
        CHECK(refuses("cell angle", [value](R& r) { r.cell_angles_rad[1] = value; }));
    }
    CHECK(refuses("distance", [](R& r) { r.distance_m = 0; }));
    CHECK(refuses("beam centre", [](R& r) { r.beam_x_m = infinity; }));
    CHECK(refuses("beam centre", [](R& r) { r.beam_y_m = -infinity; }));
}

TEST_CASE("resolve: cell angles that enclose no volume are refused, each place alike") {
    for (const std::size_t place : {0U, 1U, 2U}) {
        // one angle as large as the other two together, or larger
        for (const double large : {2.0, 2.1, 3.1}) {
            CHECK(refuses("cell angle", [place, large](R& r) {
                r.cell_angles_rad = {1, 1, 1};
                r.cell_angles_rad[place] = large;
            }));
        }
        CHECK_NOTHROW((void)changed([place](R& r) {
            r.cell_angles_rad = {1, 1, 1};
            r.cell_angles_rad[place] = 1.99;
        }));
    }
    // all three together a full turn lie in a plane
    CHECK(refuses("cell angle", [](R& r) { r.cell_angles_rad = {2.1, 2.1, 2.1}; }));
    CHECK_NOTHROW((void)changed([](R& r) { r.cell_angles_rad = {2.09, 2.09, 2.09}; }));
}

TEST_CASE("resolve: too many pixels, subpixels, steps and cells are refused at the limit") {
    const auto pixels = [](int fast, int slow) {
        return [fast, slow](R& r) {
            r.pixels_fast = fast;
            r.pixels_slow = slow;
        };
    };
    CHECK_NOTHROW((void)changed(pixels(1 << 15, 1 << 15)));
    CHECK(refuses("detector", pixels((1 << 15) + 1, 1 << 15)));
    CHECK(refuses("detector", pixels(std::numeric_limits<int>::max(), 2)));
    CHECK(refuses("detector", pixels(-1, -1)));
    CHECK_NOTHROW((void)changed([](R& r) { r.oversample = 1024; }));
    CHECK(refuses("oversample", [](R& r) { r.oversample = 1025; }));
    CHECK(refuses("phi steps", [](R& r) {
        r.phi_steps = -1;
        r.phi_step_rad = 1e-9;
        r.oscillation_rad = 1;
    }));
    CHECK(refuses("cell count", [](R& r) { r.cell_counts[0] = 1e10; }));
}

TEST_CASE("resolve: a size without pixel counts gives the counts, halves of a pixel go down") {
    const auto count = [](double size_m) {
        const Experiment e = changed([size_m](R& r) {
            r.pixels_fast = 0;
            r.detector_size_fast_m = size_m;
            r.pixel_size_m = 0.25; // a power of two: the quotient is exact
        });
        return e.input.pixels_fast;
    };
    CHECK(count(2.0) == 8);
    CHECK(count(2.0 + 0.1) == 8);
    CHECK(count(2.0 + 0.125) == 8);
    CHECK(count(2.0 + 0.15) == 9);
    const Experiment counted = changed([](R& r) { r.pixels_fast = 7; });
    CHECK(counted.input.detector_size_fast_m == 7 * small_request().pixel_size_m);
}

TEST_CASE("resolve: a flux times the exposure over the beam's area is the fluence") {
    const Experiment e = changed([](R& r) {
        r.flux_per_s = 1e12;
        r.exposure_s = 0.5;
        r.beam_size_m = 2e-5;
    });
    CHECK(e.input.fluence_per_m2 == Approx(1e12 * 0.5 / 4e-10).epsilon(1e-15));
    CHECK(small_experiment().input.fluence_per_m2 == small_request().fluence_per_m2);
}

TEST_CASE("resolve: every combination of range, step and count, in the C program's way") {
    struct Case {
        double range, step;
        int count;
        double range_then, step_then;
        int count_then;
    };
    constexpr double none = -1;
    const double degree = std::numbers::pi / 180;
    for (const Case& c : {Case{none, none, -1, 0, 0, 1}, // a still
                          {none, 0.5, -1, 0.5, 0.5, 2},
                          {1, none, -1, 1, 0.5, 2},
                          {1, 0.25, -1, 1, 0.25, 4},
                          {1, 0.3, -1, 1, 0.3, 4}, // a last step that reaches beyond the range
                          {none, none, 0, degree, degree, 1},
                          {none, none, 4, degree, degree / 4, 4},
                          {none, 0.5, 4, 0.5, 0.5, 2}, // the step wins over the count
                          {1, none, 8, 1, 0.125, 8},
                          {1, 0.25, 8, 1, 0.25, 8}}) { // all three: taken as they are
        CAPTURE(c.range);
        CAPTURE(c.step);
        CAPTURE(c.count);
        const Experiment e = changed([&c](R& r) {
            r.oscillation_rad = c.range;
            r.phi_step_rad = c.step;
            r.phi_steps = c.count;
        });
        CHECK(e.input.oscillation_rad == Approx(c.range_then).epsilon(1e-15));
        CHECK(e.input.phi_step_rad == Approx(c.step_then).epsilon(1e-15));
        CHECK(e.input.phi_steps == c.count_then);
    }
}

TEST_CASE("scan: a step's crystal is the unturned one turned about the unit spindle by its phi") {
    const Experiment e = changed([](R& r) {
        r.phi_start_rad = 0.3;
        r.spindle_axis = {1, -2, 0.5}; // not of length 1
    });
    const trace::MemorySink sink = recorded(e, {0, 0});
    const auto edge = [](const std::vector<double>& v) { return Vec3<double>{v[0], v[1], v[2]}; };
    const Vec3<double> spindle = unit_vector(e.input.spindle_axis);
    const Vec3<double> still = edge(values_at(sink, taps::cell_unrotated, {}));
    for (int phi_tic = 0; phi_tic < 4; ++phi_tic) {
        const double phi = 0.3 + 0.01 * phi_tic;
        CHECK(values_at(sink, taps::phi, Site{.phi_tic = phi_tic}).front() ==
              Approx(phi).epsilon(1e-15));
        const Vec3<double> turned =
            edge(values_at(sink, taps::cell_phi, Site{0, 0, 0, 0, 0, 0, phi_tic, -1}));
        // the part along the spindle stays, the part across turns by phi, right-handed
        const Vec3<double> across = still - dot(still, spindle) * spindle;
        const Vec3<double> across_then = turned - dot(turned, spindle) * spindle;
        const double sine = dot(spindle, cross(across, across_then));
        CHECK(dot(turned, spindle) == Approx(dot(still, spindle)).epsilon(1e-13));
        CHECK(std::atan2(sine, dot(across, across_then)) == Approx(phi).epsilon(1e-14));
    }
}

TEST_CASE(
    "resolve: domains without a spread are one, a spread without domains is ten, with a word") {
    const Experiment no_spread = changed([](R& r) { r.mosaic_domains = 7; });
    CHECK(no_spread.input.mosaic_domains == 1);
    CHECK(no_spread.notices.size() == 1);
    const Experiment no_domains = changed([](R& r) { r.mosaic_spread_rad = 0.01; });
    CHECK(no_domains.input.mosaic_domains == 10);
    CHECK(no_domains.notices.size() == 1);
    CHECK(small_experiment().input.mosaic_domains == 1);
    CHECK(small_experiment().notices.empty());
}

TEST_CASE("scene_key: a change to anything the vectors depend on changes it") {
    const auto key = [](auto change) { return scene_key(changed(change)); };
    const std::uint64_t plain = key([](R&) {});
    CHECK(key([](R&) {}) == plain);
    CHECK(key([](R& r) { r.distance_m *= 1 + 1e-15; }) != plain);
    CHECK(key([](R& r) { r.pixels_fast += 1; }) != plain);
    CHECK(key([](R& r) { r.detector_rotation_rad.z = 1e-9; }) != plain);
    CHECK(key([](R& r) { r.cell_edges_angstrom[2] += 1e-9; }) != plain);
    CHECK(key([](R& r) { r.cell_angles_rad[0] += 1e-9; }) != plain);
    CHECK(key([](R& r) { r.misset_rad.y = 0; }) != plain);
    CHECK(key([](R& r) { r.phi_start_rad = 0.1; }) != plain);
    CHECK(key([](R& r) { r.phi_steps = 5; }) != plain);
    CHECK(key([](R& r) { r.spindle_axis = {0, 1, 0}; }) != plain);
    CHECK(key([](R& r) { r.mosaic_spread_rad = 0.01; }) != plain);
}
