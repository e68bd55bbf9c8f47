#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <exception>
#include <filesystem>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include "commands/attest_command.hpp"
#include "commands/bundle_command.hpp"
#include "commands/command_line_errors.hpp"
#include "commands/diff_command.hpp"
#include "commands/file_options.hpp"
#include "commands/gradcheck_command.hpp"
#include "commands/gradient_command.hpp"
#include "commands/lint_command.hpp"
#include "commands/model_command.hpp"
#include "commands/option_groups.hpp"
#include "commands/parity_command.hpp"
#include "commands/picture_command.hpp"
#include "commands/presets_command.hpp"
#include "commands/probe_command.hpp"
#include "commands/quirks_command.hpp"
#include "commands/render_command.hpp"
#include "commands/trace_command.hpp"
#include "commands/why_command.hpp"
#include "console/console.hpp"
#include "console/diagnostics.hpp"
#include "console/standard_streams.hpp"
#include "tapir/engine/device.hpp"
#include "tapir/engine/instruction_set.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/build_info.hpp"
#include "tapir/trace/base/error.hpp"

namespace {

using tapir::harness::ExitCode;
using tapir::harness::NanobraggArgs;
using tapir::harness::report_error;

/// What `--device cuda` would compute on.
std::string cuda_text() {
    try {
        const tapir::engine::CudaDevice device = tapir::engine::cuda_device();
        constexpr int thousand = 1000;
        return fmt::format("{} (compute capability {}.{}, driver for CUDA {}.{})", device.name,
                           device.capability_major, device.capability_minor,
                           device.driver_version / thousand, device.driver_version % thousand / 10);
    } catch (const tapir::DeviceUnavailable&) {
        return tapir::engine::has_cuda_backend() ? "in this build, but there is no device here"
                                                 : "not in this build";
    }
}

/// What `--device ptx` would run.
std::string ptx_text() {
    return tapir::engine::has_ptx() ? "the kernels' PTX on the host, no evidence of a device"
                                    : "not in this build";
}

/// The version, and what the pixel loop of this machine runs on.
std::string version_text() {
    std::string others;
    for (const tapir::engine::InstructionSet set : tapir::engine::available_instruction_sets()) {
        others += (others.empty() ? "" : ", ") + std::string(tapir::engine::name_of(set));
    }
    return fmt::format("{} {}\ninstruction set: {} (here: {}; TAPIR_ISA forces one)\ncuda: {}\n"
                       "ptx: {}",
                       tapir::program_name, tapir::program_version,
                       tapir::engine::name_of(tapir::engine::chosen_instruction_set()), others,
                       cuda_text(), ptx_text());
}

/// An empty word is a variable of a script that nothing was put into. Taken as a path it would be
/// the current folder, or as if the option had not been given.
void reject_empty(const std::vector<std::string>& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        const bool after_sign = word.rfind("--", 0) == 0 && word.back() == '=';
        if (!word.empty() && !after_sign) {
            continue;
        }
        const std::string before = i > 0 ? arguments[i - 1] : "";
        const bool of_option = before.size() > 1 && before.front() == '-' &&
                               std::isalpha(static_cast<unsigned char>(before.back())) != 0;
        throw tapir::InputError(
            {.where = after_sign  ? word.substr(0, word.size() - 1)
                      : of_option ? before
                                  : fmt::format("word {} of the command", i + 1),
             .problem = "is empty",
             .reason = "no path and no value is; a variable of a script may have been unset",
             .remedy = "Give what is meant, or leave the option out."});
    }
}

ExitCode run(std::vector<std::string> arguments) {
    NanobraggArgs nanobragg_args;
    const std::string command_line = tapir::harness::as_typed(arguments);
    const auto separator = std::find(arguments.begin(), arguments.end(), "--");
    // what stands behind it for a probed program is that program's alone
    const bool probes = !arguments.empty() && arguments.front() == "probe";
    reject_empty({arguments.begin(), probes ? separator : arguments.end()});
    if (separator != arguments.end()) {
        nanobragg_args.assign(separator + 1, arguments.end());
        arguments.erase(separator, arguments.end());
    }
    ExitCode exit_code = ExitCode::success;
    CLI::App app("Tapir finds where and why two implementations of one computation part.", "tapir");
    app.set_version_flag("--version", version_text);
    app.require_subcommand(1);
    add_trace_command(app, exit_code, nanobragg_args, command_line);
    add_render_command(app, exit_code, nanobragg_args);
    add_picture_command(app, exit_code, nanobragg_args);
    add_gradient_command(app, exit_code, nanobragg_args);
    add_gradcheck_command(app, exit_code, nanobragg_args);
    add_diff_command(app, exit_code, nanobragg_args, command_line);
    add_why_command(app, exit_code, nanobragg_args, command_line);
    add_attest_command(app, exit_code, nanobragg_args);
    add_parity_command(app, exit_code, nanobragg_args, command_line);
    add_bundle_command(app, exit_code, nanobragg_args, command_line);
    add_probe_command(app, exit_code, nanobragg_args, command_line);
    add_presets_command(app, exit_code, nanobragg_args);
    add_lint_command(app, exit_code, nanobragg_args);
    add_model_command(app, exit_code);
    add_quirks_command(app, exit_code);
    app.footer("`tapir COMMAND --help` shows its options and examples.");
    tapir::harness::DiagnosticOptions diagnostics;
    tapir::harness::add_diagnostic_options(app, diagnostics);
    const std::vector<std::string> as_given = arguments;
    app.parse_complete_callback([&app, &diagnostics, &as_given, &command_line] {
        tapir::harness::gather_files(app, tapir::harness::files_of_this_run());
        tapir::harness::start_diagnostics(diagnostics, as_given);
        spdlog::debug("{} {}: {}", tapir::program_name, tapir::program_version,
                      tapir::reports::printable(command_line));
    });
    std::reverse(arguments.begin(), arguments.end()); // CLI11 takes them last first
    try {
        app.parse(arguments);
    } catch (const CLI::Success& help) {
        std::ostringstream text;
        app.exit(help, text, text);
        tapir::harness::print(text.str());
        return ExitCode::success;
    } catch (const CLI::ParseError& error) {
        throw tapir::InputError(tapir::harness::problem_of(error, app, as_given));
    }
    return exit_code;
}

} // namespace

int main(int argc, char** argv) {
    try {
        tapir::harness::prepare_process();
        const ExitCode code = run(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
        tapir::harness::finish_printing();
        return static_cast<int>(code);
    } catch (const tapir::InputError& error) {
        report_error(tapir::reports::printable(error.what())); // files it quotes may hold anything
        return static_cast<int>(ExitCode::bad_input);
    } catch (const tapir::DeviceUnavailable& error) {
        report_error(error.what());
        return static_cast<int>(ExitCode::no_device);
    } catch (const std::filesystem::filesystem_error& error) { // the path came from outside
        report_error(tapir::reports::printable(fmt::format(
            "{}: cannot be used ({})", error.path1().string(), error.code().message())));
        return static_cast<int>(ExitCode::bad_input);
    } catch (const std::bad_alloc&) {
        report_error(
            "what was asked for: needs more memory than there is (it is all held at once). "
            "Give fewer pixels, steps or domains, smaller files, or a machine with more.");
        return static_cast<int>(ExitCode::bad_input);
    } catch (const std::exception& error) {
        report_error(fmt::format("internal error: {}", error.what()));
        return static_cast<int>(ExitCode::internal_error);
    }
}
