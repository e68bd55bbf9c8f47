#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scene/scene_options.hpp"
#include "tapir/trace/format/trace_file.hpp"

namespace tapir::harness {

/// How this program makes a trace of a scene.
struct TraceRecipe {
    std::string dialect{"native"}; ///< native, c or py
    bool emit_rot_stars = false;   ///< of py
    engine::RunSpec run;
    std::vector<trace::Pixel> pixels;
};

/// What the scene's options say of a trace. @throws InputError  see SceneOptions::quirk_set
[[nodiscard]] TraceRecipe recipe_of(const SceneOptions& scene, const std::string& dialect,
                                    const std::vector<trace::Pixel>& pixels);

/// The text of a trace.
/// @throws InputError         a pixel outside the detector, options that do not go together
/// @throws DeviceUnavailable  the recipe asks for a device that is not there
[[nodiscard]] std::string make_trace(const SceneOptions& scene,
                                     const engine::Experiment& experiment,
                                     const TraceRecipe& recipe);

/// How a trace came to be, as far as it can be told.
struct TraceOrigin {
    std::optional<TraceRecipe> recipe; ///< of a trace that this program makes
    std::string unknown;               ///< why there is no recipe, in words
};

/// How this program made a trace, if it did: a native trace says so; another one is made in every
/// way that may give it, and must come out byte for byte.
/// @param text  of the file
[[nodiscard]] TraceOrigin origin_of(const std::string& text, trace::TraceFile file,
                                    const SceneOptions& scene,
                                    const engine::Experiment& experiment);

} // namespace tapir::harness
