#include "tapir/engine/simulate.hpp"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/trace/error.hpp"
#include "thread_history.hpp"

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

void require_finite(float value, PixelIndex pixel) {
    if (!std::isfinite(value)) {
        const std::string place = std::to_string(pixel.slow) + " " + std::to_string(pixel.fast);
        throw InputError(
            {.where = "pixel " + place + " (slow fast)",
             .problem = std::string("would be ") + (std::isnan(value) ? "NaN" : "infinite"),
             .reason = "some value of this scene is beyond what can be computed with",
             .remedy = "See where it begins: tapir trace ... --pixel " + place});
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

/// One row, from the state the emulated thread comes with.
template <class Photons>
PhiState render_row(const ThreadHistory& history, int slow, float* row, int columns, bool ended,
                    Photons photons) {
    PhiState state = history.carried_into({slow, 0});
    state.interpolation_ended = ended;
    for (int fast = 0; fast < columns; ++fast) {
        const PixelIndex pixel{slow, fast};
        if (history.rendered().has(pixel)) {
            row[fast] = static_cast<float>(photons(state, pixel));
        }
    }
    return state;
}

/// Rows from `first` in parallel. @return the first row in which interpolation ended, or the end
template <class Photons>
int render_rows(const Experiment& experiment, const ThreadHistory& history,
                const RunOptions& options, int first, bool ended, Progress& progress,
                std::vector<float>& image, Photons photons) {
    const int rows = experiment.input.pixels_slow;
    const int columns = experiment.input.pixels_fast;
    const int threads = options.threads > 0 ? options.threads : omp_get_max_threads();
    int ended_in = rows;
    std::exception_ptr failure; // an exception must not leave a parallel region
#pragma omp parallel for schedule(dynamic) num_threads(threads) reduction(min : ended_in)
    for (int slow = first; slow < rows; ++slow) {
        try {
            float* row =
                image.data() + static_cast<std::size_t>(slow) * static_cast<std::size_t>(columns);
            const PhiState state = render_row(history, slow, row, columns, ended, photons);
            ended_in = state.interpolation_ended ? std::min(ended_in, slow) : ended_in;
            progress.row_done();
        } catch (...) {
#pragma omp critical
            failure = std::current_exception();
        }
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    return ended_in;
}

/// The whole detector. Interpolation ends for good at one pixel: rows are rendered as if it went
/// on; those after the one in which it ended are rendered again without.
template <class Photons>
std::vector<float> render_detector(const Experiment& experiment, const ThreadHistory& history,
                                   const RunOptions& options, const ProgressCallback& callback,
                                   Photons photons) {
    const int rows = experiment.input.pixels_slow;
    const auto columns = static_cast<std::size_t>(experiment.input.pixels_fast);
    std::vector<float> image(static_cast<std::size_t>(rows) * columns);
    Progress progress(callback, rows);
    const int ended_in =
        render_rows(experiment, history, options, 0, false, progress, image, photons);
    if (ended_in + 1 < rows) {
        render_rows(experiment, history, options, ended_in + 1, true, progress, image, photons);
    }
    for (std::size_t i = 0; i < image.size(); ++i) {
        require_finite(image[i], {static_cast<int>(i / columns), static_cast<int>(i % columns)});
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

void require_rendered(const RenderedPixels& rendered, const std::vector<PixelIndex>& pixels) {
    for (const PixelIndex& pixel : pixels) {
        if (!rendered.has(pixel)) {
            throw InputError(
                {.where =
                     "--pixel " + std::to_string(pixel.slow) + " " + std::to_string(pixel.fast),
                 .problem = "is not rendered",
                 .reason = "it lies outside the region of interest, or its mask value is 0",
                 .remedy = "Give another pixel, or drop the region or the mask."});
        }
    }
}

/// Renders a pixel for the sake of the state it leaves.
template <class Arithmetic>
ThreadHistory::Walk walk_of(const SceneView<double>& view) {
    return [view](PixelIndex pixel, PhiState state) {
        NullTap null;
        pixel_photons<double, Arithmetic>(view, pixel, state, null);
        return state;
    };
}

/// The same for a scene that is set up at the first pixel: most runs walk over none.
template <class Arithmetic>
ThreadHistory::Walk lazy_walk(const Experiment& experiment, const RunOptions& options) {
    auto scene = std::make_shared<std::optional<DerivedScene<double>>>();
    return [scene, &experiment, phi_mode = options.phi_mode](PixelIndex pixel, PhiState state) {
        NullTap null;
        if (!*scene) {
            *scene = derive_scene<double>(experiment, phi_mode, null);
        }
        return walk_of<Arithmetic>((*scene)->view())(pixel, state);
    };
}

/// Set-up and chosen pixels through any tap.
template <class Real, class Tap>
void run_pixels(const Experiment& experiment, const RunOptions& options,
                const std::vector<PixelIndex>& pixels, Tap& tap,
                const std::function<void(PixelIndex)>& begin_pixel) {
    const DerivedScene<Real> scene = derive_scene<Real>(experiment, options.phi_mode, tap);
    const SceneView<Real> view = scene.view();
    with_arithmetic(options.arithmetic, [&](auto arithmetic) {
        using Arithmetic = decltype(arithmetic);
        const ThreadHistory history(experiment, options,
                                    lazy_walk<Arithmetic>(experiment, options));
        for (const PixelIndex& pixel : pixels) {
            if (begin_pixel) {
                begin_pixel(pixel);
            }
            PhiState state = history.carried_into(pixel);
            state.interpolation_ended = view.interpolate && view.interpolation_ends &&
                                        history.interpolation_ended_before(pixel);
            pixel_photons<Real, Arithmetic>(view, pixel, state, tap);
        }
    });
}

} // namespace

std::vector<float> render(const Experiment& experiment, const RunOptions& options,
                          const ProgressCallback& progress) {
    return render_recording(experiment, options, {}, progress);
}

std::vector<float> render_recording(const Experiment& experiment, const RunOptions& options,
                                    const std::function<trace::Sink*(PixelIndex)>& choose,
                                    const ProgressCallback& progress) {
    NullTap tap;
    const DerivedScene<double> scene = derive_scene<double>(experiment, options.phi_mode, tap);
    const SceneView<double> view = scene.view();
    std::vector<float> image;
    std::mutex choosing;
    with_arithmetic(options.arithmetic, [&](auto arithmetic) {
        using Arithmetic = decltype(arithmetic);
        const ThreadHistory history(experiment, options, walk_of<Arithmetic>(view));
        const auto untapped = [&view](PhiState& state, PixelIndex pixel) {
            NullTap null;
            return pixel_photons<double, Arithmetic>(view, pixel, state, null);
        };
        if (!choose) {
            image = render_detector(experiment, history, options, progress, untapped);
            return;
        }
        const auto tapped = [&](PhiState& state, PixelIndex pixel) {
            const std::scoped_lock lock(choosing);
            trace::Sink* sink = choose(pixel);
            if (sink == nullptr) {
                return untapped(state, pixel);
            }
            RecordTap record(*sink);
            return pixel_photons<double, Arithmetic>(view, pixel, state, record);
        };
        image = render_detector(experiment, history, options, progress, tapped);
    });
    return image;
}

void trace_pixels(const Experiment& experiment, const RunOptions& options,
                  const std::vector<PixelIndex>& pixels, trace::Sink& sink,
                  const std::function<void(PixelIndex)>& begin_pixel) {
    require_inside(experiment, pixels);
    require_rendered(RenderedPixels(experiment.input), pixels);
    RecordTap tap(sink);
    run_pixels<double>(experiment, options, pixels, tap, begin_pixel);
}

trace::LineageGraph lineage(const Experiment& experiment, const RunOptions& options,
                            const std::vector<PixelIndex>& pixels) {
    require_inside(experiment, pixels);
    require_rendered(RenderedPixels(experiment.input), pixels);
    trace::LineageGraph graph;
    LineageTap tap(graph);
    run_pixels<Lineage>(experiment, options, pixels, tap, {});
    return graph;
}

PhiState carried_into(const Experiment& experiment, PixelIndex pixel, const RunOptions& options) {
    return ThreadHistory(experiment, options, lazy_walk<ReferenceArithmetic>(experiment, options))
        .carried_into(pixel);
}

} // namespace tapir::engine
