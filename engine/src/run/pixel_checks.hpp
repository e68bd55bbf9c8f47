#pragma once

#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/trace/record/pixel.hpp"

namespace tapir::engine {

/// @throws InputError  a pixel outside the detector
void require_inside(const Experiment& experiment, const std::vector<trace::Pixel>& pixels);

/// @throws InputError  a pixel that is not rendered: outside the region of interest, or masked
void require_rendered(const Experiment& experiment, const std::vector<trace::Pixel>& pixels);

} // namespace tapir::engine
