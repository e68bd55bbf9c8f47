#pragma once

#include "nanobragg/scene_request.hpp"
#include "tapir/engine/experiment.hpp"

namespace tapir::harness {

/// Reads the files and resolves the experiment.
/// @throws InputError  see the readers and `engine::resolve`
[[nodiscard]] engine::Experiment load_experiment(SceneRequest request);

} // namespace tapir::harness
