#include <memory>

#include "cpu/cpu_scene.hpp"
#include "cuda/device_run.hpp"
#include "run/thread_history.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/resync_tap.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

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

/// Renders a pixel for the sake of the state it leaves. The scene is set up at the first one,
/// because most runs walk over none.
template <class Numbers>
ThreadHistory::Walk lazy_walk(const Experiment& experiment, const RunOptions& options) {
    auto scene = std::make_shared<std::unique_ptr<const cpu::CpuScene<Numbers>>>();
    return [scene, &experiment, options](PixelIndex pixel, PhiState state) {
        if (!*scene) {
            *scene = std::make_unique<const cpu::CpuScene<Numbers>>(experiment, options);
        }
        (void)(*scene)->photons(pixel, state);
        return state;
    };
}

/// What a pixel's thread comes with, interpolation included.
template <class Numbers>
PhiState state_before(const SceneView<Numbers>& view, const ThreadHistory& history,
                      PixelIndex pixel) {
    PhiState state = history.carried_into(pixel);
    state.interpolation_ended =
        view.interpolate && view.interpolation_ends && history.interpolation_ended_before(pixel);
    return state;
}

/// The same operations without the second normalisation of directions.
struct NormalisingOnce : ReferenceArithmetic {
    static constexpr bool normalises_twice = false;
};

/// Chosen pixels of a scene through any tap.
template <class Numbers, class Tap>
void run_pixels(const SceneView<Numbers>& view, const ThreadHistory& history,
                ArithmeticPolicy arithmetic, const std::vector<PixelIndex>& pixels, Tap& tap,
                const std::function<void(PixelIndex)>& begin_pixel) {
    with_arithmetic<Numbers>(arithmetic, [&]<class Arithmetic>(Arithmetic) {
        for (const PixelIndex& pixel : pixels) {
            if (begin_pixel) {
                begin_pixel(pixel);
            }
            PhiState state = state_before(view, history, pixel);
            pixel_photons<Numbers, Arithmetic>(view, pixel, state, tap);
        }
    });
}

} // namespace

void trace_pixels(const Experiment& experiment, const RunOptions& options,
                  const std::vector<PixelIndex>& pixels, trace::Sink& sink,
                  const std::function<void(PixelIndex)>& begin_pixel) {
    check_run_options(options);
    require_inside(experiment, pixels);
    require_rendered(RenderedPixels(experiment.input), pixels);
    if (options.device == Device::cuda) {
        (void)cuda_device(); // before anything is recorded
    }
    with_numbers(options.dtype, [&]<class Numbers>(Numbers) {
        RecordTap tap(sink);
        const DerivedScene<Numbers> scene = scene_of_run<Numbers>(experiment, options, tap);
        const ThreadHistory history(experiment, options, lazy_walk<Numbers>(experiment, options));
        if (options.device == Device::cuda) {
            std::vector<cuda::TracedPixel> traced;
            traced.reserve(pixels.size());
            for (const PixelIndex& pixel : pixels) {
                traced.push_back({pixel, state_before(scene.view(), history, pixel)});
            }
            cuda::trace(scene, traced, sink, begin_pixel);
            return;
        }
        run_pixels(scene.view(), history, options.arithmetic, pixels, tap, begin_pixel);
    });
}

trace::LineageGraph lineage(const Experiment& experiment, const RunOptions& options,
                            const std::vector<PixelIndex>& pixels) {
    require_inside(experiment, pixels);
    require_rendered(RenderedPixels(experiment.input), pixels);
    trace::LineageGraph graph;
    LineageTap tap(graph);
    const DerivedScene<LineageNumbers> scene =
        derive_scene<Lineage>(experiment, options.phi_mode, tap);
    const ThreadHistory history(experiment, options, lazy_walk<Float64>(experiment, options));
    run_pixels(scene.view(), history, options.arithmetic, pixels, tap, {});
    return graph;
}

trace::Replay follow(const Experiment& experiment, const RunOptions& options,
                     const std::vector<PixelIndex>& pixels, const trace::RecordedValues& recorded,
                     trace::Arrangement arrangement) {
    require_inside(experiment, pixels);
    trace::Replay followed;
    ResyncTap tap(recorded, followed);
    const DerivedScene<DualNumbers> scene = derive_scene<Dual>(experiment, options.phi_mode, tap);
    const ThreadHistory history(experiment, options, lazy_walk<Float64>(experiment, options));
    for (const PixelIndex& pixel : pixels) {
        PhiState state = state_before(scene.view(), history, pixel);
        if (arrangement == 0) { // directions are normalised again
            (void)pixel_photons<DualNumbers, ReferenceArithmetic>(scene.view(), pixel, state, tap);
        } else {
            (void)pixel_photons<DualNumbers, NormalisingOnce>(scene.view(), pixel, state, tap);
        }
    }
    return followed;
}

PhiState carried_into(const Experiment& experiment, PixelIndex pixel, const RunOptions& options) {
    return ThreadHistory(experiment, options, lazy_walk<Float64>(experiment, options))
        .carried_into(pixel);
}

} // namespace tapir::engine
