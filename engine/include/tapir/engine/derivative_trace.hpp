#pragma once

#include <string>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine {

/// Records the derivative of every tap of the set-up and of some pixels by numbers of the scene.
///
/// A record's key is "TAP/PARAMETER", its unit the tap's per unit of the parameter, its site the
/// tap's with the direction (derivative_loops.hpp). Taps of whole numbers have none.
/// @param sink  gets specs that live as long as this call
/// @throws InputError  see `gradients`; a parameter that the scene has no derivative by
void trace_derivatives(const Experiment& experiment, const RunSpec& run,
                       const std::vector<std::string>& names,
                       const std::vector<trace::Pixel>& pixels, trace::Sink& sink);

} // namespace tapir::engine
