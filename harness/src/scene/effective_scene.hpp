#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tapir/engine/experiment.hpp"

namespace tapir::harness {

/// An experiment with every default applied, its quirks and notices, for people and other programs:
/// {digest, crystal, detector, beam, hkl, quirks, notices}, with the keys that scripts of porting
/// projects read.
[[nodiscard]] nlohmann::ordered_json effective_scene(const engine::Experiment& experiment);

} // namespace tapir::harness
