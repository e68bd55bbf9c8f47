#pragma once

#include "bundle/bundle_option.hpp"
#include "compare/parity_run.hpp"
#include "compare/parity_sides.hpp"
#include "console/console.hpp"
#include "scene/scene_options.hpp"

namespace tapir::harness {

/// A comparison of sides that has been made; what it refers to outlives it.
struct FinishedParity {
    const SceneOptions& options;
    const ParityRequest& request; ///< as typed
    const LoadedScene& scene;
    const std::vector<ParitySide>& sides;
    const ParityOutcome& outcome;
};

/// Writes the evidence: scene, tables and a trace of each side, in the layout of every bundle.
/// @param page  what the page shows besides the tables
/// @throws InputError  the folder is there already or cannot be written
void write_parity_bundle(const FinishedParity& parity, const BundleOption& evidence,
                         reports::PageInput page, ExitCode code);

} // namespace tapir::harness
