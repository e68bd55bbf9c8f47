#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "console/console.hpp"

namespace tapir::harness {

/// `tapir probe`: taps put into another program from outside.
/// @param program  what stands after "--"; must outlive the command line's reading
void add_probe_command(CLI::App& app, ExitCode& exit_code, const std::vector<std::string>& program,
                       const std::string& command_line);

} // namespace tapir::harness
