#pragma once

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/scene_field.hpp"

namespace tapir::engine::fields {

/// The fields of the section "detector".
void visit_detector(SceneVisitor& visitor, ExperimentRequest& request);

} // namespace tapir::engine::fields
