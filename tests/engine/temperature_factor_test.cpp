#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "scenes.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/physics/temperature_factor.hpp"
#include "tapir/engine/taps.hpp"

/// The Debye-Waller factor: what it does to a picture, and that it does nothing when it is off.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;
using doctest::Approx;

constexpr double b_angstrom2 = 20;

ExperimentRequest weakened(double b_factor_angstrom2) {
    ExperimentRequest request = small_request();
    request.b_factor_angstrom2 = b_factor_angstrom2;
    return request;
}

/// sin(theta) / lambda of a pixel's centre, from the geometry and nothing else: the beam is along
/// x, the detector flat and upright.
double stol_per_m(const Experiment& experiment, int slow, int fast) {
    const ExperimentRequest& e = experiment.input;
    const double y = -((slow + 0.5) * e.pixel_size_m - experiment.beam_slow_m);
    const double z = (fast + 0.5) * e.pixel_size_m - experiment.beam_fast_m;
    const double two_theta = std::atan2(std::hypot(y, z), e.distance_m);
    return std::sin(two_theta / 2) / e.wavelength_m;
}

std::set<std::string> parents_of(const trace::LineageGraph& graph, const std::string& tap) {
    std::set<std::string> taps;
    for (int node = 0; node < graph.size(); ++node) {
        if (graph.key(node).tap == tap) {
            for (const int parent : graph.parents(node)) {
                taps.insert(graph.key(parent).tap);
            }
        }
    }
    return taps;
}

} // namespace

TEST_CASE("temperature_factor: exp(-B stol^2), 1 without a B") {
    // B = 8 pi^2 <u^2>: with d = 2 angstrom, stol = 0.25 per angstrom
    const double factor = temperature_factor<ReferenceArithmetic>(16e-20, 0.25e10);
    CHECK(factor == Approx(std::exp(-1.0)).epsilon(1e-15));
    CHECK(temperature_factor<PortableArithmetic>(16e-20, 0.25e10) == Approx(factor).epsilon(1e-15));
    CHECK(temperature_factor<PortableArithmetic>(0.0, 0.25e10) == 1);
    CHECK(temperature_factor<PortableArithmetic>(16e-20F, 0.25e10F) ==
          Approx(factor).epsilon(1e-6));
}

TEST_CASE("Debye-Waller factor: every pixel is weakened by exp(-2 B stol^2), in each precision") {
    struct Way {
        Dtype dtype;
        ArithmeticPolicy arithmetic;
        double allowed; // relative: the sums of both images are rounded
    };
    for (const Way& way : {Way{Dtype::float64, ArithmeticPolicy::reference, 1e-12},
                           Way{Dtype::float64, ArithmeticPolicy::portable, 1e-12},
                           Way{Dtype::mixed, ArithmeticPolicy::portable, 1e-5},
                           Way{Dtype::float32, ArithmeticPolicy::portable, 1e-4}}) {
        RunSpec run;
        run.dtype = way.dtype;
        run.arithmetic = way.arithmetic;
        CAPTURE(dtype_choice.word(way.dtype));
        const Experiment still = small_experiment();
        const Image<double> before = render_unrounded(still, run);
        const Image<double> after = render_unrounded(resolved(weakened(b_angstrom2)), run);
        for (int slow = 0; slow < 6; ++slow) {
            for (int fast = 0; fast < 5; ++fast) {
                const auto place = static_cast<std::size_t>(slow * 5 + fast);
                const double stol = stol_per_m(still, slow, fast) * 1e-10;
                CHECK(after[place] / before[place] ==
                      Approx(std::exp(-2 * b_angstrom2 * stol * stol)).epsilon(way.allowed));
            }
        }
    }
}

TEST_CASE("Debye-Waller factor: off, nothing is recorded; on, what follows from what is known") {
    const trace::MemorySink off = recorded(small_experiment(), {2, 2});
    for (const auto& entry : off.entries()) {
        CHECK(entry.spec != &taps::b_factor);
        CHECK(entry.spec != &taps::temperature_factor);
        CHECK(entry.spec != &taps::i_term_weighted);
    }
    for (const auto arithmetic : {ArithmeticPolicy::reference, ArithmeticPolicy::portable}) {
        RunSpec run;
        run.arithmetic = arithmetic;
        const Experiment on = resolved(weakened(b_angstrom2));
        const trace::LineageGraph graph = lineage(on, run, {{2, 2}});
        using Names = std::set<std::string>;
        CHECK(parents_of(graph, "temperature_factor") == Names{"b_factor", "stol"});
        CHECK(parents_of(graph, "I_term_weighted") == Names{"I_term", "temperature_factor"});
        CHECK(parents_of(graph, "stol") == Names{"q"});
        // recorded on its own, a pixel has the frame's value
        const Image<float> image = render(on, run);
        CHECK(static_cast<float>(values_at(recorded(on, {2, 2}, run), taps::image_value,
                                           Site{.slow = 2, .fast = 2})
                                     .front()) == image[2 * 5 + 2]);
    }
}

TEST_CASE("Debye-Waller factor: a resolution limit and other factors of a step go with it") {
    ExperimentRequest request = weakened(b_angstrom2);
    request.resolution_limit_m = 1e-10;
    request.oversample_polar = true;
    request.oversample_omega = true;
    request.quirks.set(Quirk::oversample_running_sum, false);
    ExperimentRequest still = request;
    still.b_factor_angstrom2 = 0;
    const Experiment experiment = resolved(still);
    const Image<double> before = render_unrounded(experiment, {});
    const Image<double> after = render_unrounded(resolved(request), {});
    for (int pixel = 0; pixel < 30; ++pixel) {
        const double stol = stol_per_m(experiment, pixel / 5, pixel % 5) * 1e-10;
        const auto place = static_cast<std::size_t>(pixel);
        CHECK(after[place] ==
              Approx(before[place] * std::exp(-2 * b_angstrom2 * stol * stol)).epsilon(1e-12));
    }
}
