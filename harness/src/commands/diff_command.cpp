#include <memory>
#include <optional>

#include "../tolerance_options.hpp"
#include "../trace_diff.hpp"
#include "commands.hpp"
#include "tapir/trace/error.hpp"

namespace tapir::harness {

namespace {

struct DiffOptions {
    SceneOptions scene;
    std::string reference, candidate;
    ToleranceOptions tolerance;
    VerdictFiles files;
};

ExitCode run_diff(const DiffOptions& options, const std::string& command_line) {
    trace::Tolerance tolerance = options.tolerance.load();
    if (const auto refused = one_file(options.reference, options.candidate)) {
        return deliver(*refused, {options.reference, options.candidate, ""}, options.files);
    }
    if (const auto refused = options.tolerance.measure_noise(options.reference, tolerance)) {
        return deliver(*refused, {options.reference, options.candidate, ""}, options.files);
    }
    std::vector<std::string> notes;
    const engine::RunOptions run = options.scene.run_options();
    const std::optional<engine::Experiment> experiment = scene_if_any(options.scene, notes);
    reports::PageMatter page =
        options.files.page_matter(command_line, options.reference, options.candidate);
    trace::Comparison result =
        diff_files(options.reference, options.candidate, experiment ? &*experiment : nullptr, run,
                   tolerance, options.files.html.empty() ? nullptr : &page);
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
    options->tolerance.declare(*command);
    options->files.declare(*command);
    command->footer("Example:\n"
                    "  tapir diff c.log ours.log --config supervisor --json verdict.json\n"
                    "  tapir diff c.log ours.log --repeat 3 --repeat-command './port --trace'\n"
                    "Exit code: 0 parity, 1 divergence, 2 bad input, 3 not comparable, 4 a print "
                    "is wrong, not\nthe computation, 5 internal error");
    command->callback(
        [options, &exit_code, command_line] { exit_code = run_diff(*options, command_line); });
}

} // namespace tapir::harness
