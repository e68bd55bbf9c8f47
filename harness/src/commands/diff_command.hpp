#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "console/console.hpp"
#include "nanobragg/nanobragg_args.hpp"

namespace tapir::harness {

/// Declares `tapir diff`; its callback sets `exit_code`.
/// @param args  what stands after "--"
/// @param command_line  the whole as it was typed, for the evidence
void add_diff_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                      const std::string& command_line);

} // namespace tapir::harness
