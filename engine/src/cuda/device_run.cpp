#include "cuda/device_run.hpp"

#include "cuda/device_frame.hpp"
#include "cuda/frame_run.hpp"
#include "run/run_types.hpp"
#include "run/scene_of_run.hpp"

namespace tapir::engine::cuda {

template <class Value>
Image<Value> render_on(Runtime& runtime, const Experiment& experiment, const RunSpec& options) {
    return with_numbers(options.dtype, [&]<class Numbers>(Numbers) {
        NullTap tap;
        const DerivedScene<Numbers> scene = scene_of_run<Numbers>(experiment, options, tap);
        DeviceFrame<Numbers> frame(runtime, scene, experiment.input.pixels_slow,
                                   experiment.input.pixels_fast, sizeof(Value) == sizeof(double));
        FrameRun<Numbers, DeviceFrame<Numbers>>(experiment, options, frame).compute();
        const std::span<const Value> pixels = frame.template image<Value>();
        return Image<Value>(pixels.begin(), pixels.end());
    });
}

template <class Value>
Image<Value> render(const Experiment& experiment, const RunSpec& options) {
    return render_on<Value>(runtime_of(options.device), experiment, options);
}

template <class Numbers>
void trace(Device device, const DerivedScene<Numbers>& scene,
           const std::vector<TracedPixel>& pixels, trace::Sink& sink,
           const std::function<void(trace::Pixel)>& begin_pixel) {
    constexpr int no_image = 0;
    DeviceFrame<Numbers> frame(runtime_of(device), scene, no_image, no_image, false);
    for (const TracedPixel& pixel : pixels) {
        if (begin_pixel) {
            begin_pixel(pixel.pixel);
        }
        frame.trace(pixel, sink);
    }
}

template Image<float> render_on<float>(Runtime&, const Experiment&, const RunSpec&);
template Image<double> render_on<double>(Runtime&, const Experiment&, const RunSpec&);
template Image<float> render<float>(const Experiment&, const RunSpec&);
template Image<double> render<double>(const Experiment&, const RunSpec&);
template void trace(Device, const DerivedScene<Float64>&, const std::vector<TracedPixel>&,
                    trace::Sink&, const std::function<void(trace::Pixel)>&);
template void trace(Device, const DerivedScene<Mixed>&, const std::vector<TracedPixel>&,
                    trace::Sink&, const std::function<void(trace::Pixel)>&);
template void trace(Device, const DerivedScene<Float32>&, const std::vector<TracedPixel>&,
                    trace::Sink&, const std::function<void(trace::Pixel)>&);

} // namespace tapir::engine::cuda
