#pragma once

#include <CLI/CLI.hpp>

#include "console/console.hpp"

namespace tapir::harness {

/// `tapir model check|show|draft`
void add_model_command(CLI::App& app, ExitCode& exit_code);

} // namespace tapir::harness
