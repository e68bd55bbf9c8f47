#pragma once

#include <CLI/CLI.hpp>

#include "console/console.hpp"

namespace tapir::harness {

/// Declares `tapir quirks`; its callback sets `exit_code`.
void add_quirks_command(CLI::App& app, ExitCode& exit_code);

} // namespace tapir::harness
