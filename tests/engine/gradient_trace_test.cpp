#include <doctest/doctest.h>

#include <map>

#include "tapir/engine/derivative_trace.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/error.hpp"
#include "varied_scenes.hpp"

/// Derivatives of taps.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

/// Keeps every record by key and site.
class KeepingSink final : public trace::Sink {
  public:
    std::map<std::pair<std::string, trace::Site>, std::vector<double>> records;
    std::map<std::string, std::string> units;

    void record(const trace::TapSpec& spec, const trace::Site& site,
                std::span<const double> values) override {
        records[{spec.key, site}].assign(values.begin(), values.end());
        units[spec.key] = spec.unit;
    }
};

} // namespace

TEST_CASE("derivative trace: the photons' record is the pixel's derivative, in each direction") {
    const std::vector<std::string> names{"cell_a", "distance", "misset_x", "fluence", "wavelength"};
    const Experiment experiment = resolved(rich_request());
    KeepingSink sink;
    trace_derivatives(experiment, {}, names, {{2, 1}}, sink);
    const std::vector<double> expected = derivatives_of(experiment, {2, 1}, names);
    for (std::size_t i = 0; i < names.size(); ++i) {
        trace::Site site{trace::Pixel{2, 1}};
        site[8] = static_cast<int>(i);
        const auto found = sink.records.find({"photons/" + names[i], site});
        REQUIRE(found != sink.records.end());
        CHECK(found->second.at(0) == expected[i]);
    }
    CHECK(sink.units.at("pixel_position/distance") == "m/mm");
}

TEST_CASE("derivative trace: a tap has the difference of two traces for its derivative") {
    // the position of a pixel is linear in the distance, set-up included
    ExperimentRequest request = small_request();
    KeepingSink sink;
    trace_derivatives(resolved(request), {}, {"distance"}, {{2, 1}}, sink);
    const Site ray{2, 1, 0, 0, 0};
    const auto at = [&request, &ray](double distance_m) {
        request.distance_m = distance_m;
        return values_at(recorded(resolved(request), {2, 1}), taps::pixel_position,
                         trace::Site(ray));
    };
    const std::vector<double> near = at(0.05);
    const std::vector<double> far = at(0.06);
    trace::Site site = trace::Site(ray);
    site[8] = 0;
    const std::vector<double>& slope = sink.records.at({"pixel_position/distance", site});
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(slope[i] == doctest::Approx((far[i] - near[i]) / 10).epsilon(1e-12).scale(1e-3));
    }
}

TEST_CASE("derivative trace: what has no derivative is refused before anything is recorded") {
    KeepingSink sink;
    CHECK_THROWS_AS(trace_derivatives(small_experiment(), {}, {"mosaic_spread"}, {{2, 1}}, sink),
                    InputError);
    CHECK(sink.records.empty());
}
