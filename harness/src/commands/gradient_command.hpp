#pragma once

#include <CLI/CLI.hpp>

#include "console/console.hpp"
#include "nanobragg/nanobragg_args.hpp"

namespace tapir::harness {

/// Declares `tapir gradient`; its callback sets `exit_code`.
/// @param args  what stands after "--"
void add_gradient_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args);

} // namespace tapir::harness
