#pragma once

#include <string>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// "sha256:..." of everything that decides the intensity of a pixel.
[[nodiscard]] std::string digest_of(const Experiment& experiment);

} // namespace tapir::engine
