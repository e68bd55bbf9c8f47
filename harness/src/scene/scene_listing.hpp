#pragma once

#include <string>

#include "nanobragg/scene_request.hpp"
#include "tapir/engine/experiment.hpp"

namespace tapir::harness {

/// The values a scene comes down to, one a line: name, value in the units people write, and the
/// option that set it ("default" where none did).
/// @param experiment  what became of the request
[[nodiscard]] std::string scene_listing(const SceneRequest& scene,
                                        const engine::Experiment& experiment);

} // namespace tapir::harness
