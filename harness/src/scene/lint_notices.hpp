#pragma once

#include <vector>

#include "nanobragg/scene_request.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/engine/phi_state.hpp"

namespace tapir::harness {

/// What `tapir lint` says on top of an experiment's own notices: what is rendered differently from
/// the C program, and numbers that do not do what they seem to.
/// @param asked       what the user gave
/// @param experiment  what became of it
[[nodiscard]] std::vector<engine::Notice> lint_notices(const engine::ExperimentRequest& asked,
                                                       const engine::Experiment& experiment,
                                                       engine::PhiMode phi_mode);

} // namespace tapir::harness
