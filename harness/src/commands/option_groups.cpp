#include "commands/option_groups.hpp"

#include "commands/option_checks.hpp"
#include "compare/tolerance_file.hpp"
#include "console/spooled_input.hpp"
#include "tapir/trace/align/noise.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

constexpr const char* evidence_group = "Evidence";
constexpr const char* besides_group = "Besides the verdict";
constexpr const char* scope_group = "What is compared";
constexpr const char* diagnostic_group = "Diagnostics";
constexpr int most_mib = 1 << 20;

} // namespace

void add_scene_options(CLI::App& command, SceneOptions& options, const NanobraggArgs& args) {
    options.nanobragg_args = &args;
    command
        .add_option("-c,--config", options.config,
                    "Preset: a name (`tapir presets list`) or a .json file")
        ->transform(readable_again) // both are read more than once
        ->group("Scene");
    command.add_option("-a,--args-file", options.args_file, "File with nanoBragg's own options")
        ->transform(readable_again)
        ->group("Scene");
    command
        .add_option("--phi-mode", options.phi_mode,
                    "A phi step at exactly 0: fresh (spec) or carried over (c-parity) [spec]")
        ->check(one_of(engine::phi_mode_choice.names()))
        ->group("Scene");
    command
        .add_option("--profile", options.profile,
                    "Whose behaviour: nanobragg, nanobragg-2026 (with upstream's later fixes), "
                    "spec (the written physics, options read strictly)")
        ->capture_default_str()
        ->group("Scene");
    command
        .add_option("--quirk", options.quirks,
                    "ID=on or ID=off, may be given again; `tapir quirks list` names them")
        ->allow_extra_args(false)
        ->group("Scene");
    command
        .add_flag("--strict", options.strict,
                  "A notice about a surprising option is an error (exit 2)")
        ->group("Scene");
    command
        .add_option("--b-factor", options.b_factor_angstrom2,
                    "Debye-Waller factor B of all atoms in square angstrom; the C program has "
                    "none [the preset's, or 0]")
        ->type_name("A^2")
        ->group("Scene");
    command
        .add_option("--c-threads", options.c_threads,
                    "Threads of the C program whose carry-over is emulated")
        ->check(whole_number(engine::c_threads_choice.least, engine::c_threads_choice.most))
        ->capture_default_str()
        ->group("Scene");
}

void add_scene_and_run_options(CLI::App& command, SceneOptions& options,
                               const NanobraggArgs& args) {
    add_scene_options(command, options, args);
    command
        .add_option("--arithmetic", options.arithmetic,
                    "reference: the C program's operations and libm; portable: the same bits on "
                    "every machine and device, fast [" +
                        options.usual_arithmetic + "; portable with --device cuda or ptx]")
        ->check(one_of(engine::arithmetic_choice.names()))
        ->group("Scene");
    command
        .add_option(
            "-d,--device", options.device,
            "Where the pixels are computed; ptx: the CUDA kernels' PTX on the host, which is "
            "no evidence of a device")
        ->check(one_of(engine::device_choice.names()))
        ->capture_default_str()
        ->group("Scene");
    command
        .add_option("--dtype", options.dtype,
                    "Precision of the pixel loop; mixed: amplitudes and sums in single")
        ->check(one_of(engine::dtype_choice.names()))
        ->capture_default_str()
        ->group("Scene");
}

void add_pixel_option(CLI::App& command, std::vector<trace::Pixel>& pixels,
                      const std::string& help) {
    command
        .add_option_function<std::vector<int>>(
            "-p,--pixel",
            [&pixels](const std::vector<int>& indices) { // slow, fast, slow, fast, ...
                for (std::size_t i = 0; i + 1 < indices.size(); i += 2) {
                    pixels.push_back({indices[i], indices[i + 1]});
                }
            },
            help)
        ->type_size(2)
        ->type_name("SLOW FAST");
}

void add_tolerance_options(CLI::App& command, ToleranceOptions& options) {
    command.add_option("--rtol", options.given.relative, "Allowed relative difference");
    command.add_option("--atol", options.given.absolute, "Allowed absolute difference");
    command.add_option("--ulp", options.given.ulp, "Allowed units in the last place");
    command.add_flag("--exact", options.given.exact,
                     "Allow nothing: the printed numbers must be the same, however they are "
                     "written; goes with no other tolerance");
    command.add_option("--tolerances", options.keys_file,
                       "JSON file of tolerances for single keys, each with its reason: "
                       "{\"tolerances\": [{\"key\": \"F_latt\", \"relative\": 1e-9, "
                       "\"reason\": \"why\"}]}; also absolute, ulp");
    CLI::Option* again = command.add_option(
        "--repeat-command", options.command,
        "A shell command that writes the reference's trace once more to standard output");
    command
        .add_option("--repeat", options.repeat,
                    "Run it so often, on 1, 2, ... threads: what differs then is noise, if by "
                    "less than " +
                        trace::shortest(trace::most_relative_noise) +
                        " of the value; more is no repetition, exit code 3. Of texts, what differs "
                        "then is left out")
        ->check(whole_number(2, most_repeats))
        ->needs(again);
    again->needs("--repeat");
}

void add_scope_options(CLI::App& command, ScopeOptions& options) {
    command
        .add_option("--ignore", options.ignored,
                    "What is not compared, and why: names and words of a line, with * and ?; may "
                    "be given again. The verdict counts it")
        ->allow_extra_args(false)
        ->type_name("PATTERN=REASON")
        ->group(scope_group);
    command
        .add_option("--map", options.same_names,
                    "A name of the reference, and the candidate's name of the same; may be given "
                    "again")
        ->allow_extra_args(false)
        ->type_name("REFERENCE=CANDIDATE")
        ->group(scope_group);
    command
        .add_flag("--complete", options.complete,
                  "What only one side's records print is no parity, whatever their dialect (exit "
                  "3); a line that only one of two texts has is a divergence anyway (exit 1)")
        ->group(scope_group);
    command
        .add_flag("--printed-digits", options.printed_digits,
                  "A number agrees with a coarser print of itself, without evidence that the "
                  "coarser side rounds all of them so")
        ->group(scope_group);
}

void add_besides_options(CLI::App& command, Besides& besides) {
    CLI::Option* arbiter = command.add_flag(
        "--arbiter", besides.arbiter,
        "Say which side is nearer to the exact answer of the scene, from the kernel in a number "
        "type of more digits; no verdict depends on it");
    arbiter->group(besides_group);
    add_pixel_option(command, besides.pixels,
                     "Pixel that the arbiter looks at, row then column from 0; may be given again "
                     "[the most telling ones]");
    command.get_option("--pixel")->needs(arbiter)->group(besides_group);
    command
        .add_flag("--conditioning", besides.conditioning,
                  "Say by how much each root moves with its inputs and with each number of the "
                  "scene")
        ->group(besides_group);
}

void add_verdict_files(CLI::App& command, VerdictFiles& files) {
    command.add_option("-j,--json", files.json, "Write the verdict as JSON");
    command.add_option("--junit", files.junit, "Write it as a JUnit test suite");
    command.add_option("--html", files.html, "Write it as a page of its own");
    command.add_option("--markdown", files.markdown, "Write it as Markdown");
    command.add_option("--metrics", files.metrics,
                       "Write metrics.json: the scaling factors, as existing scripts read them");
}

void add_bundle_options(CLI::App& command, BundleOption& option, const std::string& as_typed) {
    option.command_line = as_typed;
    CLI::Option* given = command.add_option("--bundle", option.folder,
                                            "New folder for all evidence: reports/BUNDLE.md");
    given->group(evidence_group);
    command
        .add_option("--bundle-topic", option.topic,
                    "The same, in reports/archive/TOPIC/ by the time of now")
        ->excludes(given)
        ->group(evidence_group);
    command
        .add_option("--bundle-limit-mib", option.limit_mib,
                    "Larger input files are kept by their digest only")
        ->check(whole_number(0, most_mib))
        ->capture_default_str()
        ->group(evidence_group);
}

void add_bundle_target(CLI::App& command, BundleOption& option, const std::string& as_typed) {
    option.command_line = as_typed;
    CLI::Option* given = command.add_option("-o,--out", option.folder, "New folder");
    command
        .add_option("--topic", option.topic, "In reports/archive/TOPIC/ by the time of now [diff]")
        ->excludes(given);
    command
        .add_option("--limit-mib", option.limit_mib,
                    "Larger input files are kept by their digest only")
        ->check(whole_number(0, most_mib))
        ->capture_default_str();
}

void add_diagnostic_options(CLI::App& command, DiagnosticOptions& options) {
    CLI::Option* verbose =
        command
            .add_flag("-v,--verbose", options.verbose,
                      "Say what is done and how long it takes; twice: details, three times: all")
            ->group(diagnostic_group);
    command
        .add_option("--log-level", options.level,
                    "The least that is said: trace, debug, info, warning, error [warning]")
        ->check(one_of(diagnostic_levels()))
        ->excludes(verbose)
        ->group(diagnostic_group);
    command
        .add_option("--log-file", options.file,
                    "Keep what is said in a file, too, with details; it is new or an earlier log")
        ->group(diagnostic_group);
    for (CLI::App* inner : command.get_subcommands({})) {
        add_diagnostic_options(*inner, options);
    }
}

void add_picture_options(CLI::App& command, PictureOutput& output) {
    command.add_option("--png-out", output.file,
                       "Picture, a pixel for a pixel: dark spots on white");
    command
        .add_option("--png-scale", output.scale,
                    "How values become shades: sqrt, linear, log, percentile (0.1 to 99.9)")
        ->check(one_of({"sqrt", "linear", "log", "percentile"}))
        ->capture_default_str();
    command
        .add_option("--png-colour", output.colour,
                    "Colours: grey, or perceptual (violet to yellow)")
        ->check(one_of({"grey", "perceptual"}))
        ->capture_default_str();
    command.add_flag("--png-axes", output.axes,
                     "Add axes in pixels, a colour bar and resolution rings in angstrom");
}

void add_model_option(CLI::App& command, std::string& model) {
    command
        .add_option("--model", model,
                    "A model of the program that was traced, as `tapir model` checks and drafts "
                    "it: keys, units, loops, formulas")
        ->transform(readable_again); // it is read more than once
}

} // namespace tapir::harness
