#include <memory>
#include <optional>

#include "../trace_diff.hpp"
#include "commands.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/trace/error.hpp"

namespace tapir::harness {

namespace {

struct DiffOptions {
    SceneOptions scene;
    std::string reference, candidate;
    trace::Tolerance tolerance;
    VerdictFiles files;
};

void check_tolerance(const trace::Tolerance& tolerance) {
    const auto check = [](const char* option, double value, double below) {
        if (!(value >= 0 && value < below)) {
            throw InputError({.where = option,
                              .problem = "must be at least 0 and below " + std::to_string(below),
                              .reason = "anything would agree with anything",
                              .remedy = "Give a small number, for example 1e-12."});
        }
    };
    constexpr double most_absolute = 1e300;
    constexpr double most_ulp = 9007199254740992.0;
    check("--rtol", tolerance.relative, 1);
    check("--atol", tolerance.absolute, most_absolute);
    check("--ulp", tolerance.ulp, most_ulp);
}

ExitCode run_diff(const DiffOptions& options, const std::string& command_line) {
    check_tolerance(options.tolerance);
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    const trace::TraceFile reference =
        trace::read_trace(options.reference, dictionary.terminal_keys);
    const trace::TraceFile candidate =
        trace::read_trace(options.candidate, dictionary.terminal_keys);
    if (const auto refused = one_file(options.reference, options.candidate)) {
        return deliver(*refused, {options.reference, options.candidate, ""}, options.files);
    }
    std::vector<std::string> notes;
    const engine::RunOptions run = options.scene.run_options();
    const std::optional<engine::Experiment> experiment = scene_if_any(options.scene, notes);
    reports::PageMatter page =
        options.files.page_matter(command_line, options.reference, options.candidate);
    trace::Comparison result =
        diff_traces(reference, candidate, experiment ? &*experiment : nullptr, run,
                    options.tolerance, options.files.html.empty() ? nullptr : &page);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    return deliver(result, {options.reference, options.candidate, options.scene.description()},
                   options.files, page);
}

} // namespace

void add_diff_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                      const std::string& command_line) {
    auto options = std::make_shared<DiffOptions>();
    CLI::App* command =
        app.add_subcommand("diff", "Find where two traces first part, and from what root");
    command->add_option("reference", options->reference, "One trace, any dialect")->required();
    command->add_option("candidate", options->candidate, "The other trace, any dialect")
        ->required();
    options->scene.declare(*command, args);
    command->add_option("--rtol", options->tolerance.relative, "Allowed relative difference");
    command->add_option("--atol", options->tolerance.absolute, "Allowed absolute difference");
    command->add_option("--ulp", options->tolerance.ulp, "Allowed units in the last place");
    command->add_flag("--exact", options->tolerance.exact,
                      "Allow nothing for rounding: the printed numbers must be the same");
    options->files.declare(*command);
    command->footer("Example:\n"
                    "  tapir diff c.log ours.log --config supervisor --json verdict.json\n"
                    "Exit code: 0 parity, 1 divergence, 2 bad input, 3 not comparable, 4 a print "
                    "is wrong, not\nthe computation, 5 internal error");
    command->callback(
        [options, &exit_code, command_line] { exit_code = run_diff(*options, command_line); });
}

} // namespace tapir::harness
