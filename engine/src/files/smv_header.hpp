#pragma once

#include <string>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// The header of an SMV image of the scene: geometry in the terms of each program.
/// @return at least 512 bytes
[[nodiscard]] std::string smv_header(const Experiment& experiment);

} // namespace tapir::engine
