#pragma once

#include <functional>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine {

/// Records the set-up and then the given pixels, without rendering any other.
/// @param begin_pixel  called before each pixel
/// @throws InputError  a pixel outside the detector; nothing has been recorded then
/// @throws DeviceUnavailable  see require_device; nothing has been recorded then
void trace_pixels(const Experiment& experiment, const RunSpec& options,
                  const std::vector<trace::Pixel>& pixels, trace::Sink& sink,
                  const std::function<void(trace::Pixel)>& begin_pixel = {});

} // namespace tapir::engine
