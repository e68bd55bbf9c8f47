#include "tapir/engine/simulate.hpp"

#include <omp.h>

#include <atomic>
#include <cmath>
#include <mutex>

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/trace/error.hpp"

namespace tapir::engine {

namespace {

/// Calls `run` with the arithmetic policy as a type.
template <class Run>
void with_arithmetic(ArithmeticPolicy policy, Run run) {
    if (policy == ArithmeticPolicy::reference) {
        run(ReferenceArithmetic{});
    } else {
        run(PortableArithmetic{});
    }
}

/// Row at which the emulated thread of a row began.
int first_row_of_block(int row, int rows, int threads) {
    const int short_block = rows / threads;
    const int longer_blocks = rows % threads;
    const int rows_in_longer = longer_blocks * (short_block + 1);
    if (row < rows_in_longer) {
        return row / (short_block + 1) * (short_block + 1);
    }
    return rows_in_longer + (row - rows_in_longer) / short_block * short_block;
}

/// The last step of a scan that rotates the crystal, or none.
int last_rotated_step(const ExperimentRequest& input) {
    for (int phi_tic = input.phi_steps; phi_tic-- > 0;) {
        if (input.phi_start_rad + input.phi_step_rad * phi_tic != 0) {
            return phi_tic;
        }
    }
    return PhiState::nothing_carried;
}

void require_finite(float value, PixelIndex pixel) {
    if (!std::isfinite(value)) {
        throw InternalError("pixel (slow " + std::to_string(pixel.slow) + ", fast " +
                            std::to_string(pixel.fast) + ") is " + std::to_string(value) +
                            "; trace it: tapir trace ... --pixel " + std::to_string(pixel.slow) +
                            " " + std::to_string(pixel.fast));
    }
}

/// Reports progress from the first thread only.
class Progress {
  public:
    Progress(const ProgressCallback& callback, int rows) : callback_(callback), rows_(rows) {}
    void row_done() {
        const int done = ++done_;
        if (callback_ && omp_get_thread_num() == 0) {
            callback_(static_cast<double>(done) / rows_);
        }
    }

  private:
    const ProgressCallback& callback_;
    int rows_;
    std::atomic<int> done_ = 0;
};

/// Rows in parallel; `photons(state, pixel)` computes one pixel.
template <class Photons>
std::vector<float> render_rows(const Experiment& experiment, const RunOptions& options,
                               const ProgressCallback& callback, Photons photons) {
    const int rows = experiment.input.pixels_slow;
    const int columns = experiment.input.pixels_fast;
    std::vector<float> image(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    Progress progress(callback, rows);
    const int threads = options.threads > 0 ? options.threads : omp_get_max_threads();
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (int slow = 0; slow < rows; ++slow) {
        PhiState state = carried_into(experiment, {slow, 0}, options);
        float* row =
            image.data() + static_cast<std::size_t>(slow) * static_cast<std::size_t>(columns);
        for (int fast = 0; fast < columns; ++fast) {
            row[fast] = static_cast<float>(photons(state, PixelIndex{slow, fast}));
        }
        progress.row_done();
    }
    for (std::size_t i = 0; i < image.size(); ++i) {
        const auto width = static_cast<std::size_t>(columns);
        require_finite(image[i], {static_cast<int>(i / width), static_cast<int>(i % width)});
    }
    return image;
}

void require_inside(const Experiment& experiment, const std::vector<PixelIndex>& pixels) {
    const ExperimentRequest& input = experiment.input;
    for (const PixelIndex& pixel : pixels) {
        if (pixel.slow < 0 || pixel.slow >= input.pixels_slow || pixel.fast < 0 ||
            pixel.fast >= input.pixels_fast) {
            throw InputError(
                {.where =
                     "--pixel " + std::to_string(pixel.slow) + " " + std::to_string(pixel.fast),
                 .problem = "lies outside the detector of " + std::to_string(input.pixels_slow) +
                            " x " + std::to_string(input.pixels_fast) + " pixels (slow x fast)",
                 .reason = "there is nothing to trace",
                 .remedy = "Give SLOW from 0 to " + std::to_string(input.pixels_slow - 1) +
                           " and FAST from 0 to " + std::to_string(input.pixels_fast - 1) +
                           ", in this order."});
        }
    }
}

/// Set-up and chosen pixels through any tap.
template <class Real, class Tap>
void run_pixels(const Experiment& experiment, const RunOptions& options,
                const std::vector<PixelIndex>& pixels, Tap& tap,
                const std::function<void(PixelIndex)>& begin_pixel) {
    const DerivedScene<Real> scene = derive_scene<Real>(experiment, options.phi_mode, tap);
    const SceneView<Real> view = scene.view();
    with_arithmetic(options.arithmetic, [&](auto arithmetic) {
        for (const PixelIndex& pixel : pixels) {
            if (begin_pixel) {
                begin_pixel(pixel);
            }
            PhiState state = carried_into(experiment, pixel, options);
            pixel_photons<Real, decltype(arithmetic)>(view, pixel, state, tap);
        }
    });
}

} // namespace

std::vector<float> render(const Experiment& experiment, const RunOptions& options,
                          const ProgressCallback& progress) {
    NullTap tap;
    const DerivedScene<double> scene = derive_scene<double>(experiment, options.phi_mode, tap);
    const SceneView<double> view = scene.view();
    std::vector<float> image;
    with_arithmetic(options.arithmetic, [&](auto arithmetic) {
        image =
            render_rows(experiment, options, progress, [&view](PhiState& state, PixelIndex pixel) {
                NullTap null;
                return pixel_photons<double, decltype(arithmetic)>(view, pixel, state, null);
            });
    });
    return image;
}

std::vector<float> render_recording(const Experiment& experiment, const RunOptions& options,
                                    const std::function<trace::Sink*(PixelIndex)>& choose) {
    NullTap tap;
    const DerivedScene<double> scene = derive_scene<double>(experiment, options.phi_mode, tap);
    const SceneView<double> view = scene.view();
    std::vector<float> image;
    std::mutex choosing;
    with_arithmetic(options.arithmetic, [&](auto arithmetic) {
        using Arithmetic = decltype(arithmetic);
        image = render_rows(experiment, options, {}, [&](PhiState& state, PixelIndex pixel) {
            const std::scoped_lock lock(choosing);
            trace::Sink* sink = choose(pixel);
            if (sink == nullptr) {
                NullTap null;
                return pixel_photons<double, Arithmetic>(view, pixel, state, null);
            }
            RecordTap record(*sink);
            return pixel_photons<double, Arithmetic>(view, pixel, state, record);
        });
    });
    return image;
}

void trace_pixels(const Experiment& experiment, const RunOptions& options,
                  const std::vector<PixelIndex>& pixels, trace::Sink& sink,
                  const std::function<void(PixelIndex)>& begin_pixel) {
    require_inside(experiment, pixels);
    RecordTap tap(sink);
    run_pixels<double>(experiment, options, pixels, tap, begin_pixel);
}

trace::LineageGraph lineage(const Experiment& experiment, const RunOptions& options,
                            const std::vector<PixelIndex>& pixels) {
    require_inside(experiment, pixels);
    trace::LineageGraph graph;
    LineageTap tap(graph);
    run_pixels<Lineage>(experiment, options, pixels, tap, {});
    return graph;
}

PhiState carried_into(const Experiment& experiment, PixelIndex pixel, const RunOptions& options) {
    const ExperimentRequest& input = experiment.input;
    const int threads = std::max(1, options.c_threads);
    const int block_begin = first_row_of_block(pixel.slow, input.pixels_slow, threads);
    const int step = last_rotated_step(input);
    if ((pixel.slow == block_begin && pixel.fast == 0) || step == PhiState::nothing_carried) {
        return {};
    }
    const PixelIndex previous = pixel.fast > 0 ? PixelIndex{pixel.slow, pixel.fast - 1}
                                               : PixelIndex{pixel.slow - 1, input.pixels_fast - 1};
    return {step, previous, scene_key(experiment)};
}

} // namespace tapir::engine
