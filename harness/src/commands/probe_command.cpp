#include "commands/probe_command.hpp"

#include <memory>

#include <fmt/format.h>

#include "bundle/comparison_bundle.hpp"
#include "commands/option_groups.hpp"
#include "console/output_file.hpp"
#include "console/spooled_input.hpp"
#include "probe/probe_draft.hpp"
#include "probe/probe_graft.hpp"
#include "probe/probe_learn.hpp"
#include "probe/probe_model.hpp"
#include "probe/probe_run.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

struct ProbeOptions {
    std::string probes, out, against, learn;
    std::vector<std::string> at;
    std::vector<int> pixel;
    double rtol = 0, ulp = 0;
    VerdictFiles files;
    std::shared_ptr<ComparisonBundle> evidence = std::make_shared<ComparisonBundle>();
    const std::vector<std::string>* program = nullptr;
    std::string command_line;
};

ProbeRequest request_of(const ProbeOptions& options, ProbeMode mode) {
    ProbeRequest request;
    request.probes = read_probe_file(options.probes);
    request.mode = mode;
    request.at = selection_of(request.probes, options.at, options.pixel);
    request.program = *options.program;
    return request;
}

/// Says what is no gap, and worth knowing.
void say_notes(const ProbeEvents& events, const ProbeFile& probes) {
    std::vector<std::string> never;
    for (const ProbeTrouble& trouble : events.troubles) {
        if (trouble.kind == "never_reached" && is_optional(probes, trouble.tap)) {
            never.push_back(trouble.tap);
        } else if (trouble.kind == "not_assigned" || trouble.kind == "not_grafted" ||
                   trouble.kind == "left_out") {
            complain("tap '" + trouble.tap + "': " + trouble.text);
        }
    }
    if (!never.empty()) {
        complain(fmt::format("not met in this run, and so without a record: {}",
                             fmt::join(never, ", ")));
    }
}

/// How the program itself ended, as a shell says it.
ExitCode code_of_program(const ProbeEvents& events) {
    constexpr int failed = 1;
    if (!events.signal.empty()) {
        complain("the program ended by " + events.signal +
                 "; the trace holds what it computed before");
        return static_cast<ExitCode>(failed);
    }
    return static_cast<ExitCode>(events.code.value_or(failed));
}

ExitCode run_record(const ProbeOptions& options) {
    if (options.out.empty()) {
        throw InputError({.where = "--out",
                          .problem = "is missing",
                          .reason = "what is recorded would be lost; standard output is the "
                                    "program's own",
                          .remedy = "Give --out TRACE, or --against TRACE to compare."});
    }
    const ProbeRequest request = request_of(options, ProbeMode::record);
    const ProbeEvents events = run_probes(request);
    refuse_troubles(events, request.probes, false);
    say_notes(events, request.probes);
    write_output(options.out, probe_trace_text(request, events));
    return code_of_program(events);
}

/// The evidence of a graft: both traces, and what `tapir diff` says of them.
/// @param candidate  path of what the run recorded
void keep_evidence(const ProbeOptions& options, const GraftReference& reference,
                   const std::string& candidate, const trace::Tolerance& tolerance) {
    if (!options.evidence->wanted()) {
        return;
    }
    const NanobraggArgs no_scene; // what stands behind -- is the probed program's
    ComparisonJob job;
    job.request.scene.nanobragg_args = &no_scene;
    job.kind = JobKind::diff;
    job.command_line = options.command_line;
    job.request.reference = temporary_copy(graft_reference_text(reference));
    job.request.candidate = candidate;
    job.request.tolerance = tolerance;
    reports::PageInput page;
    page.command = options.command_line;
    static_cast<void>(options.evidence->compare_and_keep(job, page));
}

ExitCode run_graft(const ProbeOptions& options) {
    require_one_standard_output(options.files.all());
    options.evidence->require_outside(options.files.all());
    ProbeRequest request = request_of(options, ProbeMode::graft);
    GraftReference reference = read_graft_reference(readable_again(options.against), request);
    reference.values.rtol = options.rtol;
    reference.values.ulp = options.ulp;
    request.reference = reference.values;
    const ProbeEvents events = run_probes(request);
    refuse_troubles(events, request.probes, true);
    say_notes(events, request.probes);
    const std::string trace = probe_trace_text(request, events);
    if (!options.out.empty()) {
        write_output(options.out, trace);
    }
    const GraftResult result = graft_result(request, events, reference);
    trace::Tolerance tolerance;
    tolerance.relative = options.rtol;
    tolerance.ulp = options.ulp;
    tolerance.exact = options.rtol == 0 && options.ulp == 0;
    const std::string candidate = temporary_copy(trace);
    const trace::Comparison comparison = graft_comparison(
        result, reference, trace::read_trace(candidate, engine::nanobragg_model()), tolerance);
    reports::PageInput page;
    page.command = options.command_line;
    keep_evidence(options, reference, candidate, tolerance);
    const reports::Subject subject{options.against,
                                   fmt::format("{}", fmt::join(request.program, " ")), ""};
    if (comparison.verdict != result.verdict) {
        return deliver(comparison, subject, options.files, page);
    }
    write_verdict_files(comparison, subject, options.files, page);
    print_beside(graft_text(result, events, reference), options.files.all());
    return exit_code_of(comparison.verdict);
}

ExitCode run_learn(const ProbeOptions& options) {
    if (!options.out.empty() || !options.against.empty()) {
        throw InputError({.where = "--learn",
                          .problem = "stands beside --out or --against",
                          .reason = "it runs the program many times, and moves values in most runs",
                          .remedy = "Record or compare in a command of its own."});
    }
    const ProbeRequest request = request_of(options, ProbeMode::record);
    const LearntLineage learnt =
        learn_lineage(request, [](const std::string& text) { complain(text); });
    write_output(options.learn, learnt_model_text(request, learnt));
    print_beside(lineage_text(request, learnt), {options.learn});
    return ExitCode::success;
}

ExitCode run_check(const ProbeOptions& options) {
    const ProbeRequest request = request_of(options, ProbeMode::check);
    const ProbeEvents events = run_probes(request);
    for (const ResolvedPlace& place : events.places) {
        print(fmt::format("{}  {}:{}  {}\n", place.tap, place.at.file, place.at.line, place.text));
    }
    for (const ProbeTrouble& trouble : events.troubles) {
        print(fmt::format("{}: {}\n", trouble.tap.empty() ? "program" : trouble.tap, trouble.text));
    }
    if (events.troubles.empty()) {
        print("every tap has a place\n");
    }
    return events.troubles.empty() ? ExitCode::success : ExitCode::bad_input;
}

ExitCode run_probe(const ProbeOptions& options) {
    if (options.probes.empty()) {
        throw InputError({.where = "--probes",
                          .problem = "is missing",
                          .reason = "a probe file says which values of the program are looked at",
                          .remedy = "Give a file or the name of a shipped one."});
    }
    if (!options.against.empty() && options.learn.empty()) {
        return run_graft(options);
    }
    const bool wants_verdict = options.evidence->wanted() || options.rtol != 0 ||
                               options.ulp != 0 || options.files.all() != VerdictFiles{}.all();
    if (wants_verdict) {
        throw InputError({.where = "--against",
                          .problem = "is missing",
                          .reason = "a verdict, a tolerance or evidence needs a reference",
                          .remedy = "Give --against TRACE, or leave these options out."});
    }
    return options.learn.empty() ? run_record(options) : run_learn(options);
}

void add_selection(CLI::App& command, ProbeOptions& options) {
    command.add_option("--at", options.at, "LOOP=N: only this index of a loop; once for each loop");
    constexpr int two = 2;
    command.add_option("--pixel", options.pixel, "Row and column: the same for a pixel's loops")
        ->expected(two);
}

void add_draft(CLI::App& command, ExitCode& exit_code) {
    struct Options {
        DraftRequest request;
        std::string out = "-";
    };
    auto options = std::make_shared<Options>();
    CLI::App* draft =
        command.add_subcommand("draft", "Write a probe file from the source of a program");
    draft->add_option("sources", options->request.sources, "C, C++, Fortran or Python")->required();
    draft->add_option("--watch", options->request.watch,
                      "Variables, with commas between them; v[0:2] is three components");
    draft->add_option("--function", options->request.function, "Only where this function assigns");
    draft->add_option("-o,--out", options->out, "The probe file")->capture_default_str();
    draft->footer("Example:\n  tapir probe draft heat.f90 --watch flux,t_new --out heat.json\n"
                  "Exit code: 0 written, 2 a variable is assigned nowhere or bad input, 6 no "
                  "python3");
    draft->callback([options, &exit_code] {
        write_output(options->out, draft_probe_file(options->request));
        exit_code = ExitCode::success;
    });
}

} // namespace

void add_probe_command(CLI::App& app, ExitCode& exit_code, const std::vector<std::string>& program,
                       const std::string& command_line) {
    auto options = std::make_shared<ProbeOptions>();
    options->program = &program;
    options->command_line = command_line;
    CLI::App* command =
        app.add_subcommand("probe", "Record, or replace, values of a program that runs as it is");
    command->add_option("--probes", options->probes, "Probe file, or the name of a shipped one");
    add_selection(*command, *options);
    command->add_option("-o,--out", options->out, "Trace of what was recorded");
    command->add_option("--against", options->against,
                        "Native trace whose values the program goes on with where its own differ");
    command->add_option("--learn", options->learn,
                        "Model of what is computed from what, found by moving each value");
    command->add_option("--rtol", options->rtol, "With --against: allowed, as a part of the value")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--ulp", options->ulp, "With --against: allowed units in the last place")
        ->check(CLI::NonNegativeNumber);
    add_verdict_files(*command, options->files);
    add_bundle_options(*command, options->evidence->option, command_line);
    command->footer(
        "Example:\n"
        "  tapir probe draft heat.f90 --watch flux,t_new --out heat.json\n"
        "  tapir probe --probes heat.json --at step=3 --out heat.trace -- ./heat 8\n"
        "  tapir probe --probes heat.json --at step=3 --against heat.trace -- ./heat_new 8\n"
        "  tapir probe --probes heat.json --learn heat.model.json -- ./heat 8\n"
        "Exit code: without --against and --learn the program's own; with --against 0 parity, 1 a "
        "statement computes "
        "another\nvalue, 3 not comparable; 2 bad input, 6 gdb or python3 is not there");
    command->require_subcommand(0, 1);
    CLI::App* check = command->add_subcommand("check", "Say where each tap of a probe file is");
    check->add_option("file", options->probes, "Probe file, or the name of a shipped one")
        ->required();
    check->footer("Example:\n  tapir probe check heat.json -- ./heat 8\n"
                  "Exit code: 0 every tap has a place, 2 one has none or bad input, 6 no gdb");
    check->callback([options, &exit_code] { exit_code = run_check(*options); });
    add_draft(*command, exit_code);
    command->callback([options, &exit_code, command] {
        if (command->get_subcommands().empty()) {
            exit_code = run_probe(*options);
        }
    });
}

} // namespace tapir::harness
