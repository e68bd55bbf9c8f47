#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scene/scene_options.hpp"

namespace tapir::harness {

/// A native trace of some pixels, with the header that says what was run.
[[nodiscard]] std::string native_trace(const SceneOptions& scene,
                                       const engine::Experiment& experiment,
                                       const engine::RunSpec& run,
                                       const std::vector<trace::Pixel>& pixels);

/// A native trace of version 2 with the derivatives of every tap, see engine::trace_derivatives.
/// @param names  of the parameters
[[nodiscard]] std::string native_derivatives(const SceneOptions& scene,
                                             const engine::Experiment& experiment,
                                             const engine::RunSpec& run,
                                             const std::vector<std::string>& names,
                                             const std::vector<trace::Pixel>& pixels);

/// The same as `native_trace` written to a file as it is computed, as text or in the binary form;
/// its memory does not grow with the number of pixels.
/// @throws InputError  the file cannot be written; nothing is left behind then
void write_trace(const std::filesystem::path& path, bool binary, const SceneOptions& scene,
                 const engine::Experiment& experiment, const engine::RunSpec& run,
                 const std::vector<trace::Pixel>& pixels);

} // namespace tapir::harness
