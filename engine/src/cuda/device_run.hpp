#pragma once

#include <functional>
#include <vector>

#include "cuda/runtime.hpp"
#include "cuda/traced_pixel.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/engine/image.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/trace/record/sink.hpp"

/// Runs on another device than the CPU, from the experiment to its image or records. In a build
/// without a CUDA toolkit these throw what require_device throws.
namespace tapir::engine::cuda {

/// The whole detector. Pixels that were not rendered are 0.
/// @throws DeviceUnavailable  see require_device
/// @throws InputError         the device has not enough memory
template <class Value>
[[nodiscard]] Image<Value> render(const Experiment& experiment, const RunSpec& options);

/// The same on a runtime, whichever device the options name.
template <class Value>
[[nodiscard]] Image<Value> render_on(Runtime& runtime, const Experiment& experiment,
                                     const RunSpec& options);

/// The pixels' records, in order.
/// @param begin_pixel  called before each pixel
/// @throws DeviceUnavailable  see require_device
/// @throws InputError         more records than the device can hold
template <class Numbers>
void trace(Device device, const DerivedScene<Numbers>& scene,
           const std::vector<TracedPixel>& pixels, trace::Sink& sink,
           const std::function<void(trace::Pixel)>& begin_pixel);

} // namespace tapir::engine::cuda
