#pragma once

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/scene_field.hpp"

/// The one list of a scene's fields. The digest, the check for sense, the preset reader and writer,
/// the schema's test and the errors' units are visitors of it.
namespace tapir::engine {

/// Visits every key of a preset but its name and purpose.
void visit_scene(SceneVisitor& visitor, ExperimentRequest& request);

} // namespace tapir::engine
