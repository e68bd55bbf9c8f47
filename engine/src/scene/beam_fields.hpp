#pragma once

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/scene_field.hpp"

namespace tapir::engine::fields {

/// The fields of the section "beam".
void visit_beam(SceneVisitor& visitor, ExperimentRequest& request);

} // namespace tapir::engine::fields
