#include "tapir/engine/simulate.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "cpu/cpu_scene.hpp"
#include "cpu/detector_rows.hpp"
#include "cuda/device_run.hpp"
#include "run/not_finite.hpp"
#include "run/run_types.hpp"
#include "run/tapped_pixel.hpp"
#include "run/thread_history.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

/// The whole detector; `render_row` is called like CpuScene::row.
template <class Numbers, class Value, class RenderRow>
Image<Value> all_rows(const Experiment& experiment, const RunSpec& options,
                      const ThreadHistory& history, const ProgressCallback& progress,
                      RenderRow render_row) {
    using Wide = typename Numbers::Wide;
    cpu::DetectorRows<Wide, Value, RenderRow> rows(experiment, history, options, progress,
                                                   render_row);
    Image<Value> image = rows.render();
    if (!rows.all_finite()) {
        refuse_not_finite(image, experiment.input.pixels_fast);
    }
    return image;
}

template <class Numbers>
ThreadHistory::Walk walk_of(const cpu::CpuScene<Numbers>& scene) {
    return [&scene](trace::Pixel pixel, PhiState state) {
        (void)scene.photons(pixel, state);
        return state;
    };
}

template <class Value>
Image<Value> render_on_cpu(const Experiment& experiment, const RunSpec& options,
                           const ProgressCallback& progress) {
    return with_numbers(options.dtype, [&]<class Numbers>(Numbers) {
        using Wide = typename Numbers::Wide;
        const cpu::CpuScene<Numbers> scene(experiment, options);
        const ThreadHistory history(experiment, options, walk_of(scene));
        const bool carries =
            options.phi_mode == PhiMode::c_parity && history.some_step_is_rotated();
        return all_rows<Numbers, Value>(experiment, options, history, progress,
                                        [&scene, carries](int slow, const std::vector<int>& fast,
                                                          PhiState& state,
                                                          std::vector<Wide>& photons) {
                                            scene.row(slow, fast, carries, state, photons);
                                        });
    });
}

template <class Value>
Image<Value> render_as(const Experiment& experiment, const RunSpec& options,
                       const ProgressCallback& progress) {
    check_run(options);
    if (options.device == Device::cpu) {
        return render_on_cpu<Value>(experiment, options, progress);
    }
    Image<Value> image = cuda::render<Value>(experiment, options);
    const auto finite = [](Value value) { return std::isfinite(value); };
    if (!std::all_of(image.begin(), image.end(), finite)) {
        refuse_not_finite(image, experiment.input.pixels_fast);
    }
    return image;
}

/// Pixel by pixel, with the tap that `choose` asks for.
template <class Numbers, class Arithmetic>
Image<float> record_as(const Experiment& experiment, const RunSpec& options,
                       const std::function<trace::Sink*(trace::Pixel)>& choose,
                       const ProgressCallback& progress) {
    using Wide = typename Numbers::Wide;
    const cpu::CpuScene<Numbers> scene(experiment, options);
    const ThreadHistory history(experiment, options, walk_of(scene));
    std::mutex choosing;
    const auto photons_of = [&](trace::Pixel pixel, PhiState& state) {
        const std::scoped_lock lock(choosing);
        trace::Sink* sink = choose(pixel);
        if (sink == nullptr) {
            return scene.photons(pixel, state);
        }
        RecordTap tap(*sink);
        return tapped_photons<Numbers, Arithmetic>(scene.view(), pixel, state, tap);
    };
    return all_rows<Numbers, float>(experiment, options, history, progress,
                                    [&photons_of](int slow, const std::vector<int>& fast,
                                                  PhiState& state, std::vector<Wide>& photons) {
                                        for (std::size_t i = 0; i < fast.size(); ++i) {
                                            photons[i] = photons_of({slow, fast[i]}, state);
                                        }
                                    });
}

} // namespace

void use_threads(int threads) {
    if (threads > 0) {
        omp_set_num_threads(threads);
    }
}

Image<float> render(const Experiment& experiment, const RunSpec& options,
                    const ProgressCallback& progress) {
    return render_as<float>(experiment, options, progress);
}

Image<double> render_unrounded(const Experiment& experiment, const RunSpec& options,
                               const ProgressCallback& progress) {
    return render_as<double>(experiment, options, progress);
}

Image<float> render_recording(const Experiment& experiment, const RunSpec& options,
                              const std::function<trace::Sink*(trace::Pixel)>& choose,
                              const ProgressCallback& progress) {
    check_run(options);
    if (options.device != Device::cpu) {
        throw InputError({.where = "device " + device_choice.word(options.device),
                          .problem = "does not record while it renders",
                          .reason = "a device has no room for the records of a whole frame",
                          .remedy = "Trace the pixels on their own: they have the frame's bits."});
    }
    return with_numbers(options.dtype, [&]<class Numbers>(Numbers) {
        return with_arithmetic<Numbers>(options.arithmetic, [&]<class Arithmetic>(Arithmetic) {
            return record_as<Numbers, Arithmetic>(experiment, options, choose, progress);
        });
    });
}

} // namespace tapir::engine
