#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "bundle/bundle_option.hpp"
#include "compare/asked_besides.hpp"
#include "compare/tolerance_options.hpp"
#include "compare/trace_diff.hpp"
#include "console/diagnostics.hpp"
#include "run/picture_output.hpp"
#include "scene/scene_options.hpp"
#include "tapir/trace/record/pixel.hpp"

/// The options that several subcommands share. Each function adds one group of them; what was
/// typed lands in the struct, which must live until the command line is read.
namespace tapir::harness {

/// Which scene: `--config`, `--args-file`, `--phi-mode`, `--profile`, `--quirk`, `--strict`,
/// `--b-factor`, `--c-threads`. @param args  what stands after "--"; must outlive `options`
void add_scene_options(CLI::App& command, SceneOptions& options, const NanobraggArgs& args);

/// The same, and how it is computed: `--arithmetic`, `--device`, `--dtype`.
void add_scene_and_run_options(CLI::App& command, SceneOptions& options, const NanobraggArgs& args);

/// Which pixels: `--pixel SLOW FAST`, as often as wanted.
void add_pixel_option(CLI::App& command, std::vector<trace::Pixel>& pixels,
                      const std::string& help);

/// How far values may lie apart: `--rtol`, `--atol`, `--ulp`, `--exact`, `--tolerances`,
/// `--repeat-command`, `--repeat`.
void add_tolerance_options(CLI::App& command, ToleranceOptions& options);

/// What is compared at all: `--ignore`, `--map`, `--complete`, `--printed-digits`.
void add_scope_options(CLI::App& command, ScopeOptions& options);

/// What is said besides a verdict: `--arbiter`, `--pixel`, `--conditioning`.
void add_besides_options(CLI::App& command, Besides& besides);

/// Where a verdict goes besides the screen: `--json`, `--junit`, `--html`, `--markdown`,
/// `--metrics`.
void add_verdict_files(CLI::App& command, VerdictFiles& files);

/// Where the evidence goes: `--bundle`, `--bundle-topic`, `--bundle-limit-mib`.
/// @param as_typed  the whole command line, which the evidence states
void add_bundle_options(CLI::App& command, BundleOption& option, const std::string& as_typed);

/// The same under the names of `tapir bundle create`: `--out`, `--topic`, `--limit-mib`.
void add_bundle_target(CLI::App& command, BundleOption& option, const std::string& as_typed);

/// What the program says of its own work: `--verbose`, `--log-level`, `--log-file`; of a command
/// and all below it.
void add_diagnostic_options(CLI::App& command, DiagnosticOptions& options);

/// How a picture is drawn, and where to.
void add_picture_options(CLI::App& command, PictureOutput& output);

/// --model FILE.
void add_model_option(CLI::App& command, std::string& model);

} // namespace tapir::harness
