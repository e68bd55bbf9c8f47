#pragma once

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/scene_field.hpp"

namespace tapir::engine::fields {

/// The fields of the section "crystal".
void visit_crystal(SceneVisitor& visitor, ExperimentRequest& request);

} // namespace tapir::engine::fields
