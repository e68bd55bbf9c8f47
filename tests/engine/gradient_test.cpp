#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "tapir/engine/gradient.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/error.hpp"
#include "varied_scenes.hpp"

/// Derivatives with a known answer.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;

constexpr trace::Pixel somewhere{3, 2};

/// One cell that scatters alike everywhere: the pixel is its geometry.
ExperimentRequest point_scatterer() {
    ExperimentRequest request = small_request();
    request.cell_counts = {1, 1, 1};
    request.phi_steps = 1;
    request.no_polarization = true;
    return request;
}

PixelGradient gradient_of(const Experiment& experiment, const std::string& name,
                          const RunSpec& run = {}) {
    return engine::gradients(experiment, run, {name}, {somewhere}).pixels.at(0);
}

double render_of(const Experiment& experiment, trace::Pixel pixel, const RunSpec& run = {}) {
    const auto image = render_unrounded(experiment, run);
    return image[static_cast<std::size_t>(pixel.slow * experiment.input.pixels_fast + pixel.fast)];
}

} // namespace

TEST_CASE("gradient: a pixel grows with the fluence and with the square of the amplitudes") {
    const Experiment experiment = small_experiment();
    const PixelGradient by_fluence = gradient_of(experiment, "fluence");
    CHECK(by_fluence.derivatives[0] ==
          Approx(by_fluence.photons / experiment.input.fluence_per_m2).epsilon(1e-14));
    const PixelGradient by_scale = gradient_of(experiment, "F_scale");
    CHECK(by_scale.derivatives[0] == Approx(2 * by_scale.photons).epsilon(1e-14));
    const PixelGradient by_default = gradient_of(experiment, "default_F");
    CHECK(by_default.derivatives[0] == Approx(2 * by_default.photons / 10).epsilon(1e-14));
}

TEST_CASE("gradient: the photons are the bits of the image") {
    for (const RunSpec& run : {RunSpec{}, c_parity()}) {
        for (const ExperimentRequest& request : {small_request(), rich_request()}) {
            const Experiment experiment = resolved(request);
            const auto found =
                engine::gradients(experiment, run, {"wavelength", "cell_a"}, {{0, 0}, somewhere});
            CHECK(found.pixels[0].photons == render_of(experiment, {0, 0}, run));
            CHECK(found.pixels[1].photons == render_of(experiment, somewhere, run));
        }
    }
}

TEST_CASE("gradient: the solid angle falls with the distance") {
    const Experiment experiment = resolved(point_scatterer());
    const PixelGradient by_distance = gradient_of(experiment, "distance");
    // omega = p^2 D / R^3, R^2 = D^2 + rho^2
    const ExperimentRequest& input = experiment.input;
    const double d = input.distance_m;
    const double fast = (somewhere.fast + 0.5) * input.pixel_size_m - experiment.beam_fast_m;
    const double slow = (somewhere.slow + 0.5) * input.pixel_size_m - experiment.beam_slow_m;
    const double r2 = d * d + fast * fast + slow * slow;
    const double per_metre = by_distance.photons * (1 / d - 3 * d / r2);
    CHECK(by_distance.derivatives[0] == Approx(per_metre * 1e-3).epsilon(1e-13)); // by mm
}

TEST_CASE("gradient: the pixel is linear in the degree of polarisation") {
    ExperimentRequest request = small_request();
    const auto at = [&request](double factor) {
        request.polarization_factor = factor;
        return gradient_of(resolved(request), "polarization_factor");
    };
    const double slope = (at(1).photons - at(-1).photons) / 2;
    for (const double factor : {0.0, 0.3, -1.0}) {
        CHECK(at(factor).derivatives[0] == Approx(slope).epsilon(1e-11));
    }
}

TEST_CASE("gradient: a row of cells has the slope of its interference") {
    ExperimentRequest request = small_request();
    request.cell_angles_rad = {std::numbers::pi / 2, std::numbers::pi / 2, std::numbers::pi / 2};
    request.cell_counts = {5, 1, 1};
    request.misset_given = false;
    request.misset_rad = {0, 0, 0};
    request.phi_steps = 1;
    request.oscillation_rad = 0;
    const Experiment experiment = resolved(request);
    const PixelGradient by_a = gradient_of(experiment, "cell_a");
    const auto sink = recorded(experiment, somewhere);
    const double h = values_at(sink, taps::miller_index,
                               Site{somewhere.slow, somewhere.fast, 0, 0, 0, 0, 0, 0})[0];
    // I ~ (sin(pi N h) / sin(pi h))^2, and h is proportional to a
    const auto cotangent = [](double x) { return std::cos(x) / std::sin(x); };
    const double pi = std::numbers::pi;
    const double by_h = 2 * by_a.photons * pi * (5 * cotangent(5 * pi * h) - cotangent(pi * h));
    CHECK(by_a.derivatives[0] == Approx(by_h * h / 25).epsilon(1e-11));
    // a missetting angle that was not given varies from 0
    CHECK(gradient_of(experiment, "misset_z").derivatives[0] != 0);
}

TEST_CASE("gradient: the cell of an A matrix varies as the same cell given by itself") {
    ExperimentRequest request = small_request();
    request.quirks.set(Quirk::inexact_triclinic_cell, false); // a matrix holds the exact cell
    const Experiment given = resolved(request);
    const auto sink = recorded(given, somewhere);
    const auto star = [&sink](const trace::TapSpec& spec) { return values_at(sink, spec, {}); };
    const std::vector<double> a = star(taps::a_star);
    const std::vector<double> b = star(taps::b_star);
    const std::vector<double> c = star(taps::c_star);
    request.a_matrix = {a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]}; // at 1 angstrom
    request.matrix_given = true;
    request.cell_given = request.misset_given = false;
    const Experiment matrix = resolved(request);
    CHECK(parameter_named(matrix, "cell_b").value == Approx(30).epsilon(1e-12));
    CHECK(parameter_named(matrix, "cell_gamma").value ==
          Approx(parameter_named(given, "cell_gamma").value).epsilon(1e-12));
    const std::vector<std::string> names{"cell_a",    "cell_b",     "cell_c",  "cell_alpha",
                                         "cell_beta", "cell_gamma", "distance"};
    const std::vector<double> expected = derivatives_of(given, somewhere, names);
    const std::vector<double> found = derivatives_of(matrix, somewhere, names);
    for (std::size_t i = 0; i < names.size(); ++i) {
        CAPTURE(names[i]);
        CHECK(found[i] == Approx(expected[i]).epsilon(1e-9));
    }
}

TEST_CASE("gradient: in c-parity the step at phi = 0 varies as the carried vectors do") {
    // two steps, phi = 0 and phi = s; at 0 the C program goes on with the vectors of s, which the
    // pixel before left. So the pixel is that of one step at s.
    ExperimentRequest two = small_request();
    two.phi_steps = 2;
    two.phi_step_rad = 0.02;
    two.oscillation_rad = 0.04;
    ExperimentRequest one = small_request();
    one.phi_start_rad = 0.02;
    one.phi_steps = 1;
    one.oscillation_rad = 0.04;
    const PixelGradient carried = gradient_of(resolved(two), "phi_step", c_parity());
    const PixelGradient rotated = gradient_of(resolved(one), "phi_start");
    CHECK(carried.photons == Approx(rotated.photons).epsilon(1e-13));
    CHECK(carried.derivatives[0] == Approx(rotated.derivatives[0]).epsilon(1e-11));
    // without the slopes of the carried vectors it would be half of that
    CHECK(std::fabs(rotated.derivatives[0]) > 1e-3 * rotated.photons);
    // a pixel with fresh vectors at phi = 0 has that half, and the image has no derivative by phi 0
    const auto refused = engine::gradients(resolved(two), c_parity(), {"phi_start"}, {somewhere});
    CHECK(refused.parameters[0].refusal != "");
    CHECK(std::isnan(refused.pixels[0].derivatives[0]));
    CHECK(engine::gradients(resolved(two), {}, {"phi_start"}, {somewhere}).parameters[0].refusal ==
          "");
}

TEST_CASE("gradient: a sum of pixels has the sum of the derivatives") {
    const Experiment experiment = small_experiment();
    const auto found =
        engine::gradients(experiment, {}, {"cell_a", "cell_b"}, {{0, 0}, {0, 1}, {1, 0}});
    const PixelGradient sum = sum_of(found.pixels);
    double expected = 0;
    for (const PixelGradient& pixel : found.pixels) {
        expected += pixel.derivatives[1];
    }
    CHECK(sum.derivatives[1] == expected);
}

TEST_CASE("gradient: more parameters than go into one pass, each as if it were alone") {
    const Experiment experiment = resolved(rich_request());
    const std::vector<std::string> names = names_of(parameters_of(experiment));
    REQUIRE(names.size() > 30);
    const std::vector<double> together = derivatives_of(experiment, somewhere, names);
    for (const std::size_t i : {std::size_t{0}, std::size_t{7}, names.size() - 1}) {
        CHECK(derivatives_of(experiment, somewhere, {names[i]})[0] == together[i]);
    }
}

TEST_CASE("gradient: an index on the edge between two reflections is said") {
    ExperimentRequest request = point_scatterer();
    request.cell_counts = {5, 5, 5};
    const Experiment even = resolved(request);
    CHECK(!gradient_of(even, "cell_a").nearest.has_value()); // one amplitude everywhere
    const Experiment uneven = resolve(request, uneven_amplitudes());
    const PixelGradient inside = gradient_of(uneven, "cell_a");
    REQUIRE(inside.nearest.has_value());
    CHECK(inside.nearest->tap == "hkl_nearest");
    CHECK(!inside.on_edge());
    const auto sink = recorded(uneven, somewhere);
    const Site site{somewhere.slow, somewhere.fast, 0, 0, 0, 0, 0, 0};
    double nearest = 1;
    for (const double index : values_at(sink, taps::miller_index, site)) {
        nearest = std::fmin(nearest, std::fabs(index - std::floor(index) - 0.5));
    }
    CHECK(inside.nearest->distance == Approx(nearest).epsilon(1e-9));
}

TEST_CASE("gradient: what it is not by is said, with what there is") {
    const Experiment experiment = small_experiment();
    const auto message = [&](const std::string& name, const RunSpec& run = {}) -> std::string {
        try {
            (void)engine::gradients(experiment, run, {name}, {somewhere});
        } catch (const InputError& error) {
            return error.what();
        }
        return "";
    };
    CHECK(message("cell_d").find("cell_a, cell_b") != std::string::npos);
    CHECK(message("phi_steps").find("does not vary continuously") != std::string::npos);
    CHECK(message("F_1_2_3").find("beyond the table") != std::string::npos);
    RunSpec reference;
    reference.arithmetic = ArithmeticPolicy::reference;
    CHECK(message("cell_a", reference).find("portable") != std::string::npos);
    CHECK(parameter_named(experiment, "mosaic_spread").refusal != "");
    CHECK(parameter_named(experiment, "sensor_attenuation").refusal != "");
}
