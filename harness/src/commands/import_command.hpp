#pragma once

#include <CLI/CLI.hpp>

#include "console/console.hpp"

namespace tapir::harness {

/// Declares `tapir trace import` below the given command; its callback sets `exit_code`.
void add_import_command(CLI::App& trace, ExitCode& exit_code);

} // namespace tapir::harness
