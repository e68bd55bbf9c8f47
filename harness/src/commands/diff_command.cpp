#include <memory>
#include <optional>

#include "../bundle_comparison.hpp"
#include "commands.hpp"
#include "tapir/engine/dialects/dictionary.hpp"

namespace tapir::harness {

trace::Comparison compare_two_traces(const ComparisonRequest& request) {
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    const trace::TraceFile reference =
        trace::read_trace(request.reference, dictionary.terminal_keys);
    const trace::TraceFile candidate =
        trace::read_trace(request.candidate, dictionary.terminal_keys);
    if (const auto refused = one_file(request.reference, request.candidate)) {
        return *refused;
    }
    std::vector<std::string> notes;
    const engine::RunOptions run = request.scene.run_options();
    const std::optional<engine::Experiment> experiment = scene_if_any(request.scene, notes);
    trace::Comparison result = diff_traces(
        reference, candidate, experiment ? &*experiment : nullptr, run, request.tolerance);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    return result;
}

void add_diff_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                      const std::string& command_line) {
    auto job = std::make_shared<ComparisonJob>();
    job->kind = "diff";
    CLI::App* command =
        app.add_subcommand("diff", "Find where two traces first part, and from what root");
    command->add_option("reference", job->request.reference, "One trace, any dialect")->required();
    command->add_option("candidate", job->request.candidate, "The other trace, any dialect")
        ->required();
    job->request.scene.declare(*command, args);
    declare_tolerance(*command, job->request.tolerance);
    job->files.declare(*command);
    job->bundle.declare(*command, command_line);
    command->footer("Example:\n"
                    "  tapir diff c.log ours.log --config supervisor --json verdict.json\n"
                    "Exit code: 0 parity, 1 divergence, 2 bad input, 3 not comparable, 4 a print "
                    "is wrong, not\nthe computation, 5 internal error");
    command->callback([job, &exit_code] {
        check_tolerance(job->request.tolerance);
        exit_code = run_comparison(*job);
    });
}

} // namespace tapir::harness
