#pragma once

#include <CLI/CLI.hpp>

#include "console/console.hpp"
#include "nanobragg/nanobragg_args.hpp"

namespace tapir::harness {

/// Declares `tapir gradcheck`; its callback sets `exit_code`.
/// @param args  what stands after "--"
void add_gradcheck_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args);

} // namespace tapir::harness
