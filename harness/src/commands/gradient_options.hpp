#pragma once

#include <CLI/CLI.hpp>

#include "nanobragg/nanobragg_args.hpp"
#include "run/gradient_job.hpp"

namespace tapir::harness {

/// What `gradient` and `gradcheck` share: the scene, `--param`, `--pixel`, `--roi`, `--threads`,
/// `--json`.
void add_gradient_options(CLI::App& command, GradientJob& job, const NanobraggArgs& args);

} // namespace tapir::harness
