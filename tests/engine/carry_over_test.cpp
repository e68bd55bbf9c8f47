#include <doctest/doctest.h>

#include <optional>

#include "scenes.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/setup/derive_scene.hpp"

/// The phi = 0 carry-over of the C program.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

std::vector<double> cell_at(const trace::MemorySink& sink, trace::Pixel pixel, int phi_tic,
                            int mos) {
    return values_at(sink, taps::cell, step_site(pixel, phi_tic, mos));
}

std::optional<std::vector<double>> lookup(const trace::MemorySink& sink,
                                          const trace::TapSpec& spec) {
    for (const auto& entry : sink.entries()) {
        if (entry.spec == &spec) {
            const auto values = sink.values(entry);
            return std::vector<double>(values.begin(), values.end());
        }
    }
    return std::nullopt;
}

/// The cache as a port would keep it: the vectors of the last rotated step of every pixel, shape
/// (slow, fast, domains, 3 vectors). A pixel at phi = 0 reads its predecessor's entry.
class PixelIndexedCache {
  public:
    PixelIndexedCache(int slow, int fast, int domains)
        : pixels_(static_cast<std::size_t>(slow),
                  Row(static_cast<std::size_t>(fast),
                      std::vector<Vectors>(static_cast<std::size_t>(domains)))) {}

    /// a, b, c of one domain: nine numbers
    std::vector<double>& at(trace::Pixel pixel, int mos) {
        return pixels_[static_cast<std::size_t>(pixel.slow)][static_cast<std::size_t>(pixel.fast)]
                      [static_cast<std::size_t>(mos)];
    }

  private:
    using Vectors = std::vector<double>;
    using Row = std::vector<std::vector<Vectors>>;
    std::vector<Row> pixels_;
};

} // namespace

TEST_CASE("carry-over: the second pixel's phi 0 step uses the first pixel's last vectors") {
    const Experiment experiment = small_experiment();
    const trace::MemorySink first = recorded(experiment, {0, 0}, c_parity());
    const trace::MemorySink second = recorded(experiment, {0, 1}, c_parity());
    const std::vector<double> unrotated = *lookup(first, taps::cell_unrotated);
    CHECK(cell_at(first, {0, 0}, 0, 0) == unrotated);
    CHECK(cell_at(second, {0, 1}, 0, 0) == cell_at(first, {0, 0}, 3, 0));
    CHECK(cell_at(second, {0, 1}, 0, 0) != unrotated);
    CHECK(lookup(first, taps::cache_miss) == std::vector<double>{0, 0});
    CHECK_FALSE(lookup(first, taps::cache_hit));
    CHECK(lookup(second, taps::cache_hit) == std::vector<double>{0, 0});
    CHECK_FALSE(lookup(second, taps::cache_miss));
}

TEST_CASE("carry-over: in spec mode every pixel is fresh and nothing is looked up") {
    const Experiment experiment = small_experiment();
    for (const trace::Pixel pixel : {trace::Pixel{0, 0}, trace::Pixel{0, 1}, trace::Pixel{3, 2}}) {
        const trace::MemorySink sink = recorded(experiment, pixel);
        CHECK(cell_at(sink, pixel, 0, 0) == *lookup(sink, taps::cell_unrotated));
        CHECK_FALSE(lookup(sink, taps::cache_hit));
        CHECK_FALSE(lookup(sink, taps::cache_miss));
    }
}

TEST_CASE(
    "carry-over: the compact cache equals the cache indexed by pixel, for every thread count") {
    const Experiment experiment = mosaic_experiment(3);
    const ExperimentRequest& input = experiment.input;
    for (const int threads : {1, 2, 4}) {
        CAPTURE(threads);
        PixelIndexedCache cache(input.pixels_slow, input.pixels_fast, input.mosaic_domains);
        std::optional<trace::Pixel> previous;
        for (int slow = 0; slow < input.pixels_slow; ++slow) {
            // blocks of rows: 6 | 3 3 | 2 2 1 1
            const bool block_begins = slow == 0 || (threads == 2 && slow == 3) ||
                                      (threads == 4 && (slow == 2 || slow == 4 || slow == 5));
            previous = block_begins ? std::nullopt : previous;
            for (int fast = 0; fast < input.pixels_fast; ++fast) {
                const trace::Pixel pixel{slow, fast};
                const trace::MemorySink sink = recorded(experiment, pixel, c_parity(threads));
                for (int mos = 0; mos < input.mosaic_domains; ++mos) {
                    const std::vector<double> expected =
                        previous ? cache.at(*previous, mos)
                                 : cell_at(recorded(experiment, pixel), pixel, 0, mos);
                    CHECK(cell_at(sink, pixel, 0, mos) == expected);
                    cache.at(pixel, mos) = cell_at(sink, pixel, input.phi_steps - 1, mos);
                }
                previous = pixel;
            }
        }
    }
}

TEST_CASE("carry-over: a scan that meets 0 in its middle repeats the step before, at once") {
    ExperimentRequest request = small_request();
    request.phi_start_rad = -0.02; // -0.02, -0.01, 0, 0.01
    const Experiment experiment = resolved(request);
    const trace::MemorySink first = recorded(experiment, {0, 0}, c_parity());
    REQUIRE(lookup(first, taps::cache_hit));
    CHECK(cell_at(first, {0, 0}, 2, 0) == cell_at(first, {0, 0}, 1, 0));
}

TEST_CASE("carry-over: a scan that never meets 0, and a still, are the same in both modes") {
    ExperimentRequest scan = small_request();
    scan.phi_start_rad = 0.3;
    ExperimentRequest still = small_request();
    still.oscillation_rad = 0;
    still.phi_steps = 1;
    for (const ExperimentRequest& request : {scan, still}) {
        const Experiment experiment = resolved(request);
        CHECK(render(experiment, {}) == render(experiment, c_parity()));
    }
    const Experiment at_zero = resolved(still);
    CHECK(lookup(recorded(at_zero, {2, 2}, c_parity()), taps::cache_miss));
}

TEST_CASE("carry-over: a cache filled for another detector or cell is not used") {
    const Experiment here = small_experiment();
    ExperimentRequest moved = small_request();
    moved.distance_m = 0.07;
    ExperimentRequest other_cell = small_request();
    other_cell.cell_edges_angstrom[1] = 31;
    NullTap nothing;
    for (const ExperimentRequest& request : {small_request(), moved, other_cell}) {
        const Experiment there = resolved(request);
        const bool same = scene_key(there) == scene_key(here);
        PhiState state = carried_into(here, {0, 1}, c_parity());
        REQUIRE(state.holds(scene_key(here)));
        const auto scene = derive_scene<double>(there, PhiMode::c_parity, nothing);
        trace::MemorySink sink;
        RecordTap record(sink);
        pixel_photons<Float64, ReferenceArithmetic>(scene.view(), {0, 1}, state, record);
        CHECK(lookup(sink, taps::cache_hit).has_value() == same);
        CHECK(lookup(sink, taps::cache_miss).has_value() != same);
    }
}

TEST_CASE("carry-over: emulated threads change the first pixel of each block and no other") {
    const Experiment experiment = small_experiment();
    const Image<float> one = render(experiment, c_parity(1));
    const Image<float> two = render(experiment, c_parity(2));
    for (std::size_t i = 0; i < one.size(); ++i) {
        CAPTURE(i);
        constexpr std::size_t first_of_row_3 = 15; // row 3 opens the second block
        CHECK((one[i] == two[i]) == (i != first_of_row_3));
    }
}

TEST_CASE("render: the same bits for any number of real threads") {
    for (const RunSpec& base : {RunSpec{}, c_parity(), c_parity(4)}) {
        RunSpec options = base;
        options.threads = 1;
        const Image<float> expected = render(small_experiment(), options);
        for (const int threads : {2, 3, 7}) {
            options.threads = threads;
            CHECK(render(small_experiment(), options) == expected);
        }
    }
}
