#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "tapir/engine/gradient_check.hpp"
#include "tapir/engine/taps.hpp"
#include "varied_scenes.hpp"

/// Derivatives by every parameter against differences of the kernel in 113 bits.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

const std::vector<trace::Pixel> square{{2, 1}, {2, 2}, {3, 1}, {3, 2}};

/// Every derivative that there is agrees; @return how many
std::size_t check_all(const Experiment& experiment, const RunSpec& run,
                      const std::vector<trace::Pixel>& pixels,
                      std::vector<std::string> names = {}) {
    if (names.empty()) {
        names = names_of(parameters_of(experiment));
    }
    const GradientCheck check = check_gradients(experiment, run, names, pixels, 1e-8);
    for (std::size_t pixel = 0; pixel < pixels.size(); ++pixel) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const CheckedDerivative& one = check.checked[pixel][i];
            const bool fine =
                one.verdict == CheckVerdict::agrees || one.verdict == CheckVerdict::refused;
            CHECK_MESSAGE(fine, names[i] << " at " << pixels[pixel].slow << " "
                                         << pixels[pixel].fast << ": " << one.analytic
                                         << " against " << one.numeric << " +- "
                                         << one.numeric_error << ", relative " << one.relative);
        }
    }
    return check.count(CheckVerdict::agrees);
}

} // namespace

TEST_CASE("gradient check: every parameter of a rich scene agrees, in both phi modes") {
    const Experiment experiment = resolve(rich_request(), uneven_amplitudes());
    const std::vector<trace::Pixel> pixels{{2, 1}, {4, 3}};
    CHECK(check_all(experiment, {}, pixels) > 70);
    CHECK(check_all(experiment, c_parity(), pixels) > 65);
}

TEST_CASE("gradient check: other shapes, conventions and ways of sampling agree") {
    ExperimentRequest request = rich_request();
    request.divergence_horizontal = request.divergence_vertical = {};
    request.sensor_layers = 1;
    for (const LatticeShape shape : {LatticeShape::round, LatticeShape::gauss}) {
        request.shape = shape;
        const Experiment experiment = resolved(request);
        CHECK(check_all(experiment, {}, {{2, 1}}) > 30);
    }
    request.shape = LatticeShape::square;
    for (const Convention convention :
         {Convention::adxv, Convention::mosflm, Convention::xds, Convention::denzo}) {
        request.convention = convention;
        request.oversample_polar = request.oversample_omega = true;
        request.curved_detector = !request.curved_detector;
        const Experiment experiment = resolved(request);
        CHECK(check_all(experiment, {}, {{2, 1}},
                        {"pixel_size", "distance", "beam_center_x", "beam_center_y", "near_point_x",
                         "detector_rotation_y", "twotheta", "cell_beta"}) == 8);
    }
}

TEST_CASE("gradient check: carried vectors vary as the cell does") {
    const Experiment experiment = resolved(small_request());
    CHECK(check_all(experiment, c_parity(), square,
                    {"cell_a", "cell_gamma", "misset_y", "phi_step", "oscillation"}) == 20);
}

TEST_CASE("gradient check: amplitudes between reflections agree, one by one and all together") {
    ExperimentRequest request = small_request();
    request.interpolation = Interpolation::on;
    const Experiment experiment = resolve(request, uneven_amplitudes());
    CHECK(check_all(experiment, {}, {{2, 1}}, {"default_F", "F_scale", "F_1_-2_3", "cell_a"}) == 4);
}

TEST_CASE("gradient check: what is further apart than allowed is off") {
    // no derivative in double precision agrees to 18 digits
    const GradientCheck check =
        check_gradients(resolved(small_request()), {}, {"cell_a", "distance"}, {{2, 1}}, 1e-18);
    CHECK(check.count(CheckVerdict::off) == 2);
    CHECK(check.checked[0][0].numeric_error < 1e-18 * std::fabs(check.checked[0][0].numeric));
}

TEST_CASE("gradient check: an index that flips within the step is said, not averaged") {
    ExperimentRequest request = small_request();
    constexpr double right_angle = std::numbers::pi / 2;
    request.cell_angles_rad = {right_angle, right_angle, right_angle};
    request.phi_steps = 1;
    request.oscillation_rad = 0;
    const trace::Pixel pixel{2, 1};
    const auto sink = recorded(resolved(request), pixel);
    const double h = values_at(sink, taps::miller_index, Site{2, 1, 0, 0, 0, 0, 0, 0})[0];
    request.cell_edges_angstrom[0] *= (std::floor(h) + 0.5) / h; // on the edge but for rounding
    const Experiment experiment = resolve(request, uneven_amplitudes());
    const GradientCheck check =
        check_gradients(experiment, {}, {"cell_a", "cell_b"}, {pixel}, 1e-8);
    CHECK(check.checked[0][0].verdict == CheckVerdict::flips);
    CHECK(check.analytic.pixels[0].on_edge());
    // beside the edge both agree
    request.cell_edges_angstrom[0] *= 1 + 1e-6;
    CHECK(check_all(resolve(request, uneven_amplitudes()), {}, {pixel}, {"cell_a", "cell_b"}) == 2);
}
