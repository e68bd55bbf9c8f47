#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "scenes.hpp"
#include "tapir/engine/exact_values.hpp"
#include "tapir/engine/taps.hpp"

/// The kernel in wide number types: against what is known of a pixel, against each other, and
/// against double.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

constexpr trace::Pixel wide_pixel{2, 2};

trace::NodeKey photons_key() {
    return {"photons", 0, trace::Site(wide_pixel)};
}

std::vector<WideType> wide_types() {
    std::vector<WideType> types{WideType::double_double};
    if (has(WideType::quad)) {
        types.push_back(WideType::quad);
    }
    return types;
}

DoubleDouble exact_photons(WideType type, const Experiment& experiment,
                           const RunSpec& options = {}) {
    return exact_values(type, experiment, options, {wide_pixel}, {photons_key()})
        .values.at(photons_key());
}

double relative_distance(const DoubleDouble& a, const DoubleDouble& b) {
    return std::fabs(((a - b) / b).high());
}

/// Keys of every record of a pixel and the set-up, as a run in double precision has them.
NodeSet all_keys(const trace::MemorySink& sink) {
    NodeSet keys;
    for (const auto& entry : sink.entries()) {
        for (int component = 0; component < entry.spec->width; ++component) {
            keys.insert({entry.spec->key, component, entry.site});
        }
    }
    return keys;
}

/// Scenes that reach every part of the kernel.
std::vector<ExperimentRequest> every_kind() {
    std::vector<ExperimentRequest> requests;
    for (const LatticeShape shape :
         {LatticeShape::square, LatticeShape::round, LatticeShape::gauss, LatticeShape::tophat}) {
        ExperimentRequest request = small_request();
        request.shape = shape;
        request.mosaic_domains = 2;
        request.mosaic_spread_rad = 0.01;
        request.oversample = 2;
        request.polarization_factor = 0.7;
        request.sensor_thickness_m = 3e-4;
        request.sensor_layers = 2;
        request.b_factor_angstrom2 = 12;
        request.water_size_m = 1e-6;
        requests.push_back(request);
    }
    requests.back().misset_random = true;
    requests.back().misset_seed = 3;
    requests.back().curved_detector = true;
    return requests;
}

} // namespace

TEST_CASE("exact_values: the forward beam of a cube, by hand to 30 digits") {
    // One cell, one step: F^2 r_e^2 fluence omega, omega = pixel^2 close / R^3. A 1 x 1 detector
    // centred on the beam has R = close = distance.
    ExperimentRequest request = small_request();
    request.pixels_slow = request.pixels_fast = 1;
    request.beam_x_m = request.beam_y_m = 1e-3;
    request.misset_given = false;
    request.cell_counts = {1, 1, 1};
    request.phi_steps = 1;
    request.oscillation_rad = 0;
    request.no_polarization = true;
    const Experiment experiment = resolved(request);
    const trace::NodeKey key{"photons", 0, trace::Site(trace::Pixel{0, 0})};
    for (const WideType type : wide_types()) {
        const DoubleDouble found =
            exact_values(type, experiment, {}, {{0, 0}}, {key}).values.at(key);
        const DoubleDouble size = experiment.input.pixel_size_m;
        const DoubleDouble distance = experiment.input.distance_m;
        const DoubleDouble expected = DoubleDouble(7.94079248018965e-30) *
                                      DoubleDouble(experiment.input.fluence_per_m2) *
                                      DoubleDouble(100) * size * size / (distance * distance);
        CAPTURE(to_text(type));
        CHECK(relative_distance(found, expected) < 1e-30);
    }
}

TEST_CASE("exact_values: the two wide types agree, and double lies its roundings away") {
    for (const ExperimentRequest& request : every_kind()) {
        const Experiment experiment = resolved(request);
        CAPTURE(static_cast<int>(request.shape));
        for (const RunSpec& options : {RunSpec{}, c_parity()}) {
            RunSpec reference = options;
            reference.arithmetic = ArithmeticPolicy::reference;
            const trace::MemorySink sink = recorded(experiment, wide_pixel, reference);
            const NodeSet keys = all_keys(sink);
            const ExactValues first =
                exact_values(WideType::double_double, experiment, options, {wide_pixel}, keys);
            CHECK(first.values.size() == keys.size()); // the same records, every one
            CHECK(other_decisions(first, experiment, options, {wide_pixel}).empty());
            const double photons = values_at(sink, taps::photons, trace::Site(wide_pixel)).front();
            const DoubleDouble exact = first.values.at(photons_key());
            CHECK(relative_distance(photons, exact) < 1e-12);
            CHECK(relative_distance(photons, exact) > 0);
            if (!has(WideType::quad)) {
                continue;
            }
            const ExactValues second =
                exact_values(WideType::quad, experiment, options, {wide_pixel}, keys);
            CHECK(second.decisions == first.decisions);
            CHECK(relative_distance(second.values.at(photons_key()), exact) < 1e-27);
            for (const auto& [key, value] : second.values) {
                if (value.high() != 0) {
                    CAPTURE(key.tap);
                    // what is left of numbers that nearly cancel has fewer digits
                    const double near = std::max(std::fabs(value.high()), 1e-12);
                    const double away = std::fabs((first.values.at(key) - value).high());
                    CHECK(away <= 1e-24 * near);
                }
            }
        }
    }
}

TEST_CASE("exact_values: single precision is some 2^29 times as far away as double") {
    const Experiment experiment = small_experiment();
    const DoubleDouble exact = exact_photons(WideType::double_double, experiment);
    const auto distance = [&](Dtype dtype) {
        RunSpec options;
        options.dtype = dtype;
        const trace::MemorySink sink = recorded(experiment, wide_pixel, options);
        const double own = values_at(sink, taps::photons, trace::Site(wide_pixel)).front();
        return relative_distance(own, exact);
    };
    const double ratio = distance(Dtype::float32) / distance(Dtype::float64);
    CHECK(ratio > 0x1p24);
    CHECK(ratio < 0x1p34);
}

TEST_CASE("exact_values: records of another side are gone on with, each stage by itself") {
    const Experiment experiment = small_experiment();
    trace::RecordedValues recorded;
    const trace::Site ray = trace::Site(Site{2, 2, 0, 0, 0});
    recorded[{"airpath", 0, ray}] = {{0.125, 0}}; // whatever the position is
    for (const WideType type : wide_types()) {
        const ExactValues found = exact_values(type, experiment, {}, {wide_pixel},
                                               {{"airpath", 0, ray}, {"omega", 0, ray}}, &recorded);
        const DoubleDouble size = experiment.input.pixel_size_m;
        // kept is what the stage computed, and gone on with is the record
        CHECK(found.values.at({"airpath", 0, ray}).high() != 0.125);
        const DoubleDouble omega = found.values.at({"omega", 0, ray});
        const DoubleDouble close =
            omega * DoubleDouble(0.125) * DoubleDouble(0.125) * DoubleDouble(0.125) / (size * size);
        CHECK(relative_distance(close, DoubleDouble(experiment.input.distance_m)) < 1e-15);
    }
}

TEST_CASE("exact_values: a decision that double rounds the other way is said") {
    // 0.1 + 0.2 - 0.3 is 5.6e-17 in the scene's doubles taken as exact, and in double 0.3 is hit:
    // start + step x 3 = -0.3 + 0.1 x 3, which double makes 5.6e-17 and exact arithmetic 2.8e-17;
    // with a start of -0.30000000000000004 double makes it 0.
    ExperimentRequest request = small_request();
    request.phi_start_rad = -0.30000000000000004;
    request.phi_step_rad = 0.1;
    request.oscillation_rad = 0.4;
    const Experiment experiment = resolved(request);
    REQUIRE(experiment.input.phi_start_rad + 3 * experiment.input.phi_step_rad == 0);
    const ExactValues found =
        exact_values(WideType::double_double, experiment, {}, {wide_pixel}, {});
    const auto others = other_decisions(found, experiment, {}, {wide_pixel});
    REQUIRE(!others.empty());
    const auto phi = std::find_if(others.begin(), others.end(),
                                  [](const OtherDecision& one) { return one.node.tap == "phi"; });
    REQUIRE(phi != others.end());
    CHECK(phi->wide == 0);      // not exactly 0
    CHECK(phi->in_double == 1); // exactly 0
    CHECK(site_of(phi->node.site).phi_tic == 3);
}

TEST_CASE("exact_values: a pixel outside the detector is refused") {
    CHECK_THROWS(exact_values(WideType::double_double, small_experiment(), {}, {{99, 0}}, {}));
}
