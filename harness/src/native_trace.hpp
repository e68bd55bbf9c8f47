#pragma once

#include <string>
#include <vector>

#include "scene_options.hpp"

namespace tapir::harness {

/// "float64", as it is typed.
[[nodiscard]] const char* name_of(engine::Dtype dtype);

/// A native trace of some pixels, with the header that says what was run.
[[nodiscard]] std::string native_trace(const SceneOptions& scene,
                                       const engine::Experiment& experiment,
                                       const engine::RunOptions& run,
                                       const std::vector<engine::PixelIndex>& pixels);

} // namespace tapir::harness
