#pragma once

#include <string>

#include "bundle/bundle_option.hpp"
#include "run/trace_recipe.hpp"
#include "scene/scene_options.hpp"

namespace tapir::harness {

/// Writes the evidence of one trace: the trace, the scene with its files, and how to make it again.
/// @param recipe  how the trace was made
/// @param text  the trace
/// @throws InputError  the folder is there already or cannot be written
void write_trace_bundle(const SceneOptions& options, const LoadedScene& scene,
                        const TraceRecipe& recipe, const std::string& text,
                        const BundleOption& evidence);

} // namespace tapir::harness
