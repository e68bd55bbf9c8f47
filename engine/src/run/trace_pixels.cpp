#include "tapir/engine/trace_pixels.hpp"

#include "cuda/device_run.hpp"
#include "run/lazy_walk.hpp"
#include "run/pixel_checks.hpp"
#include "run/run_types.hpp"
#include "run/scene_of_run.hpp"
#include "run/tapped_pixel.hpp"
#include "tapir/engine/device.hpp"
#include "tapir/engine/tap_policies.hpp"

namespace tapir::engine {

void trace_pixels(const Experiment& experiment, const RunSpec& options,
                  const std::vector<trace::Pixel>& pixels, trace::Sink& sink,
                  const std::function<void(trace::Pixel)>& begin_pixel) {
    check_run(options);
    require_inside(experiment, pixels);
    require_rendered(experiment, pixels);
    require_device(options.device); // before anything is recorded
    with_numbers(options.dtype, [&]<class Numbers>(Numbers) {
        RecordTap tap(sink);
        const DerivedScene<Numbers> scene = scene_of_run<Numbers>(experiment, options, tap);
        const ThreadHistory history(experiment, options, lazy_walk<Numbers>(experiment, options));
        if (options.device != Device::cpu) {
            std::vector<cuda::TracedPixel> traced;
            traced.reserve(pixels.size());
            for (const trace::Pixel& pixel : pixels) {
                traced.push_back({pixel, state_before(scene.view(), history, pixel)});
            }
            cuda::trace(options.device, scene, traced, sink, begin_pixel);
            return;
        }
        with_arithmetic<Numbers>(options.arithmetic, [&]<class Arithmetic>(Arithmetic) {
            run_pixels<Numbers, Arithmetic>(scene.view(), history, pixels, tap, begin_pixel);
        });
    });
}

} // namespace tapir::engine
