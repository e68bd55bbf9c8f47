#include <doctest/doctest.h>

#include <omp.h>

#include <cmath>
#include <optional>
#include <vector>

#include "scenes.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"

/// The carry-over cache against one that is kept pixel by pixel, as the C program's threads run.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

constexpr int rows = 6;
constexpr int columns = 5;
constexpr int domains = 3;

/// A scan of four steps of 0.01 rad that begins at `first` rad.
Experiment scan_from(double first) {
    ExperimentRequest request = small_request();
    request.phi_start_rad = first;
    request.phi_step_rad = 0.01;
    return resolved(request);
}

/// Rows at which a thread begins, from OpenMP itself: the C program's static schedule.
std::vector<bool> rows_that_open_a_block(int threads) {
    std::vector<int> thread_of(rows, -1);
    int team = 0;
#pragma omp parallel for schedule(static) num_threads(threads)
    for (int row = 0; row < rows; ++row) {
        thread_of[static_cast<std::size_t>(row)] = omp_get_thread_num();
#pragma omp atomic write
        team = omp_get_num_threads();
    }
    REQUIRE(team == threads); // fewer would make other blocks
    std::vector<bool> opens(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        opens[row] = row == 0 || thread_of[row] != thread_of[row - 1];
    }
    return opens;
}

std::size_t number_of(trace::Pixel pixel) {
    return static_cast<std::size_t>(pixel.slow) * columns + static_cast<std::size_t>(pixel.fast);
}

/// Shape (slow, fast, domains, 3 vectors): what a cache indexed by pixel would hold.
class CacheByPixelNumber {
  public:
    std::vector<double>& at(trace::Pixel pixel, int mos) {
        return cells_.at(number_of(pixel) * domains + static_cast<std::size_t>(mos));
    }

  private:
    std::vector<std::vector<double>> cells_ =
        std::vector<std::vector<double>>(std::size_t{rows} * columns * domains);
};

/// Pixels a tap named, in order, as (slow, fast).
std::vector<std::vector<double>> named(const trace::MemorySink& sink, const trace::TapSpec& spec) {
    std::vector<std::vector<double>> found;
    for (const auto& entry : sink.entries()) {
        if (entry.spec == &spec) {
            const auto values = sink.values(entry);
            found.emplace_back(values.begin(), values.end());
        }
    }
    return found;
}

std::vector<double> as_values(trace::Pixel pixel) {
    return {static_cast<double>(pixel.slow), static_cast<double>(pixel.fast)};
}

template <class Visit>
void for_each_pixel(Visit visit) {
    for (int slow = 0; slow < rows; ++slow) {
        for (int fast = 0; fast < columns; ++fast) {
            CAPTURE(slow);
            CAPTURE(fast);
            visit(trace::Pixel{slow, fast});
        }
    }
}

/// One pixel through the kernel with a cache that the caller keeps.
double one_pixel(const Experiment& experiment, trace::Pixel pixel, PhiState& state,
                 trace::Sink& sink) {
    NullTap nothing;
    const auto scene = derive_scene<double>(experiment, PhiMode::c_parity, nothing);
    RecordTap record(sink);
    return pixel_photons<Float64, ReferenceArithmetic>(scene.view(), pixel, state, record);
}

} // namespace

TEST_CASE("carry-over: one cache walked along a thread's rows gives the pixel-indexed vectors") {
    const Experiment experiment = mosaic_experiment(domains);
    const std::vector<double> fresh =
        values_at(recorded(experiment, {0, 0}), taps::cell_unrotated, {});
    for (const int threads : {1, 2, 4}) {
        CAPTURE(threads);
        const std::vector<bool> opens = rows_that_open_a_block(threads);
        CacheByPixelNumber cache;
        PhiState state;
        std::optional<trace::Pixel> previous;
        for_each_pixel([&](trace::Pixel pixel) {
            if (pixel.fast == 0 && opens[static_cast<std::size_t>(pixel.slow)]) {
                state = {};
                previous.reset();
            }
            trace::MemorySink sink;
            (void)one_pixel(experiment, pixel, state, sink);
            for (int mos = 0; mos < domains; ++mos) {
                const std::vector<double> at_zero =
                    values_at(sink, taps::cell, step_site(pixel, 0, mos));
                if (previous) {
                    CHECK(at_zero == cache.at(*previous, mos));
                } else {
                    CHECK((at_zero == fresh) == (mos == 0)); // domain 0 is not turned
                }
                cache.at(pixel, mos) = values_at(sink, taps::cell, step_site(pixel, 3, mos));
            }
            using Pixels = std::vector<std::vector<double>>;
            CHECK(named(sink, taps::cache_hit) ==
                  (previous ? Pixels{as_values(*previous)} : Pixels{}));
            CHECK(named(sink, taps::cache_miss) ==
                  (previous ? Pixels{} : Pixels{as_values(pixel)}));
            previous = pixel;
        });
    }
}

TEST_CASE("carried_into: is what a thread that has walked all pixels before it remembers") {
    for (const double first : {0.0, -0.02, -0.03, 0.3}) {
        CAPTURE(first);
        const Experiment experiment = scan_from(first);
        for (const int threads : {1, 2, 4, 6, 9}) {
            CAPTURE(threads);
            const std::vector<bool> opens = rows_that_open_a_block(threads);
            PhiState walked;
            for_each_pixel([&](trace::Pixel pixel) {
                if (pixel.fast == 0 && opens[static_cast<std::size_t>(pixel.slow)]) {
                    walked = {};
                }
                const PhiState computed = carried_into(experiment, pixel, c_parity(threads));
                CHECK(computed.carried_phi_tic == walked.carried_phi_tic);
                CHECK(computed.scene_key == walked.scene_key);
                if (walked.carried_phi_tic != PhiState::nothing_carried) {
                    CHECK(as_values(computed.from) == as_values(walked.from));
                }
                trace::CountingSink ignored;
                (void)one_pixel(experiment, pixel, walked, ignored);
            });
        }
    }
}

TEST_CASE(
    "carry-over: of each emulated thread the first pixel is fresh, the others as with one thread") {
    const Experiment experiment = small_experiment();
    const Image<float> one = render(experiment, c_parity(1));
    const Image<float> fresh = render(experiment, {});
    for (const int threads : {2, 4, 6, 9}) {
        CAPTURE(threads);
        const std::vector<bool> opens = rows_that_open_a_block(threads);
        const Image<float> image = render(experiment, c_parity(threads));
        for_each_pixel([&](trace::Pixel pixel) {
            const std::size_t i = number_of(pixel);
            const bool first = pixel.fast == 0 && opens[static_cast<std::size_t>(pixel.slow)];
            CHECK(image[i] == (first ? fresh[i] : one[i]));
            if (first && pixel.slow > 0) {
                CHECK(fresh[i] != one[i]); // or the line above could not tell
            }
        });
    }
}

TEST_CASE("carry-over: a scan that meets 0 on its way carries the step before, of the same pixel") {
    const Experiment experiment = scan_from(-0.02);
    for_each_pixel([&](trace::Pixel pixel) {
        const trace::MemorySink sink = recorded(experiment, pixel, c_parity());
        CHECK(named(sink, taps::cache_hit) == std::vector<std::vector<double>>{as_values(pixel)});
        CHECK(named(sink, taps::cache_miss).empty());
        CHECK(values_at(sink, taps::cell_phi, step_site(pixel, 2, -1)) ==
              values_at(sink, taps::cell_phi, step_site(pixel, 1, -1)));
        CHECK(values_at(sink, taps::cell_phi, step_site(pixel, 2, -1)) !=
              values_at(sink, taps::cell_unrotated, {}));
    });
}

TEST_CASE("carry-over: a step that misses 0 by a rounding is a rotation like any other") {
    ExperimentRequest request = small_request();
    request.phi_start_rad = -0.3;
    request.phi_step_rad = 0.1;
    const Experiment experiment = resolved(request);
    const trace::MemorySink sink = recorded(experiment, {2, 2}, c_parity());
    const double almost = values_at(sink, taps::phi, Site{.phi_tic = 3}).front();
    REQUIRE(almost != 0); // 0.1 * 3 is above 0.3
    REQUIRE(std::fabs(almost) < 1e-16);
    CHECK(named(sink, taps::cache_hit).empty());
    CHECK(named(sink, taps::cache_miss).empty());
    CHECK(render(experiment, c_parity()) == render(experiment, {}));
}

TEST_CASE("carry-over: a still at 0 has nothing to carry in any pixel, for any thread count") {
    ExperimentRequest request = small_request();
    request.oscillation_rad = 0;
    request.phi_steps = 1;
    const Experiment experiment = resolved(request);
    for (const int threads : {1, 4}) {
        for_each_pixel([&](trace::Pixel pixel) {
            const trace::MemorySink sink = recorded(experiment, pixel, c_parity(threads));
            CHECK(named(sink, taps::cache_hit).empty());
            CHECK(named(sink, taps::cache_miss) ==
                  std::vector<std::vector<double>>{as_values(pixel)});
            CHECK(values_at(sink, taps::cell, step_site(pixel, 0, 0)) ==
                  values_at(sink, taps::cell_unrotated, {}));
        });
    }
}

TEST_CASE("carry-over: a cache that comes back from another scene starts afresh and is refilled") {
    const Experiment here = small_experiment();
    ExperimentRequest moved_request = small_request();
    moved_request.distance_m = 0.07;
    const Experiment moved = resolved(moved_request);
    PhiState state;
    trace::MemorySink in_here;
    trace::MemorySink in_moved;
    trace::MemorySink again_in_moved;
    (void)one_pixel(here, {0, 0}, state, in_here);
    const double stale = one_pixel(moved, {0, 1}, state, in_moved);
    (void)one_pixel(moved, {0, 2}, state, again_in_moved);
    CHECK(named(in_moved, taps::cache_hit).empty());
    CHECK(values_at(in_moved, taps::cell, step_site({0, 1}, 0, 0)) ==
          values_at(in_moved, taps::cell_phi, step_site({0, 1}, 0, -1)));
    CHECK(named(again_in_moved, taps::cache_hit) ==
          std::vector<std::vector<double>>{as_values({0, 1})});
    // no trace of the old scene is left in the pixel
    PhiState fresh;
    trace::CountingSink ignored;
    CHECK(stale == one_pixel(moved, {0, 1}, fresh, ignored));
}

TEST_CASE("render: every pixel has the image_value of its own trace, in both modes") {
    const Experiment experiment = mosaic_experiment(domains);
    for (const RunSpec& options : {RunSpec{}, c_parity(1), c_parity(4)}) {
        const Image<float> image = render(experiment, options);
        for_each_pixel([&](trace::Pixel pixel) {
            const trace::MemorySink sink = recorded(experiment, pixel, options);
            const double value =
                values_at(sink, taps::image_value, Site{.slow = pixel.slow, .fast = pixel.fast})
                    .front();
            CHECK(value == static_cast<double>(image[number_of(pixel)]));
        });
    }
}
