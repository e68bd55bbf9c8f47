#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "../lineage_source.hpp"
#include "commands.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/engine/what_if.hpp"
#include "tapir/reports/verdict.hpp"
#include "tapir/trace/comparison.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"

namespace tapir::harness {

namespace {

struct DiffOptions {
    SceneOptions scene;
    std::string reference, candidate, json;
    trace::Tolerance tolerance;
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

/// With a scene at hand, a native trace of another one is not worth comparing.
void refuse_other_scene(const engine::Experiment& experiment, const trace::TraceFile& file,
                        trace::Comparison& result) {
    if (file.header && file.header->scene != experiment.digest &&
        result.verdict != trace::Verdict::not_comparable) {
        result = {};
        result.reason = "other_scene";
        result.sentence = file.name + " was made of another scene than the one given here.";
    }
}

ExitCode exit_code_of(trace::Verdict verdict) {
    switch (verdict) {
    case trace::Verdict::parity:
        return ExitCode::success;
    case trace::Verdict::divergence:
        return ExitCode::divergence;
    case trace::Verdict::not_attested:
        return ExitCode::does_not_attest;
    case trace::Verdict::not_comparable:
        break;
    }
    return ExitCode::not_comparable;
}

ExitCode run_diff(const DiffOptions& options) {
    check_tolerance(options.tolerance);
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    trace::TraceFile reference =
        trace::read_trace(options.reference, dictionary.terminal_keys);
    trace::TraceFile candidate =
        trace::read_trace(options.candidate, dictionary.terminal_keys);
    std::optional<engine::Experiment> experiment;
    engine::RunOptions run = options.scene.run_options();
    run.arithmetic =
        engine::ArithmeticPolicy::reference; // whoever made the traces: the C program's
    std::vector<std::string> notes;
    if (options.scene.given()) {
        try {
            experiment = options.scene.load();
        } catch (const InputError& error) {
            // the traces can be compared without it; what is lost is said
            notes.push_back(std::string("the scene could not be used: ") + error.what());
        }
    }
    std::optional<engine::PixelWhatIf> what_if;
    if (experiment) {
        run.dtype = engine::Dtype::float64;
        what_if.emplace(*experiment, run);
    }
    trace::recover_pixels(reference, candidate, dictionary, what_if ? &*what_if : nullptr);
    const trace::LineageGraph graph = lineage_for(experiment, run, reference, candidate);
    trace::Comparison result = trace::compare(reference, candidate, dictionary, graph,
                                              options.tolerance, what_if ? &*what_if : nullptr);
    if (experiment) {
        refuse_other_scene(*experiment, reference, result);
        refuse_other_scene(*experiment, candidate, result);
    }
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    const reports::Subject subject{options.reference, options.candidate,
                                   options.scene.description()};
    if (!options.json.empty()) {
        write_file_atomically(options.json, reports::verdict_json(result, subject));
    }
    print(reports::verdict_screen(result, subject, colour_wanted()));
    return exit_code_of(result.verdict);
}

} // namespace

void add_diff_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
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
    command->add_option("-j,--json", options->json, "Write the verdict as JSON");
    command->footer("Example:\n"
                    "  tapir diff c.log ours.log --config supervisor --json verdict.json\n"
                    "Exit code: 0 parity, 1 divergence, 2 bad input, 3 not comparable, 4 a print "
                    "is wrong, not\nthe computation, 5 internal error");
    command->callback([options, &exit_code] { exit_code = run_diff(*options); });
}

} // namespace tapir::harness
