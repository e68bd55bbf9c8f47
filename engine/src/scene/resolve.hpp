#pragma once

#include <string>

#include "tapir/engine/experiment.hpp"

/// The parts of `resolve` that stand in files of their own.
namespace tapir::engine {

/// @throws InputError  unless `good`; names the field and its value
void require_value(bool good, const char* field, double value, const char* reason,
                   const char* remedy);

/// Steps of the scan, of divergence, dispersion and sensor, and the number of mosaic domains, by
/// the C program's rules for what was left out.
void resolve_sampling(ExperimentRequest& input, Experiment& experiment);

/// "sha256:..." of everything that decides the intensity of a pixel.
[[nodiscard]] std::string digest_of(const Experiment& experiment);

} // namespace tapir::engine
