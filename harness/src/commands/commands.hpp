#pragma once

#include <CLI/CLI.hpp>

#include "console/console.hpp"
#include "scene/scene_options.hpp"

namespace tapir::harness {

/// Each declares one subcommand; its callback sets `exit_code`. `args` is what stands after "--",
/// `command_line` the whole as it was typed, for the evidence.
void add_trace_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                       const std::string& command_line);
/// `tapir trace import`, below the given command.
void add_import_command(CLI::App& trace, ExitCode& exit_code);
void add_render_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args);
void add_picture_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args);
void add_diff_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                      const std::string& command_line);
void add_parity_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                        const std::string& command_line);
void add_attest_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args);
void add_why_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                     const std::string& command_line);
void add_bundle_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                        const std::string& command_line);
void add_presets_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args);
void add_lint_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args);
/// `tapir model check|show|draft`
void add_model_command(CLI::App& app, ExitCode& exit_code);
void add_quirks_command(CLI::App& app, ExitCode& exit_code);

} // namespace tapir::harness
