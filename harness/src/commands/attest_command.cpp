#include "commands/attest_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "commands/option_groups.hpp"
#include "compare/audit.hpp"
#include "compare/model_comparison.hpp"
#include "compare/model_file.hpp"
#include "compare/own_trace_check.hpp"
#include "compare/ptx_note.hpp"
#include "compare/trace_diff.hpp"
#include "console/spooled_input.hpp"
#include "run/native_trace.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"

namespace tapir::harness {

namespace {

struct AttestOptions {
    SceneOptions scene;
    std::string model; ///< file; "": this program's own tables
    std::string trace;
    std::vector<trace::Pixel> pixels; ///< at most one: of a trace that does not say it
    VerdictFiles files;
};

/// The pixel of a trace that does not say it, where the user does.
void take_pixel(const std::vector<trace::Pixel>& given, trace::TraceFile& file) {
    if (given.empty()) {
        return;
    }
    const std::vector<trace::Pixel> stated = file.pixels;
    if (given.size() > 1 || (!stated.empty() && stated != given)) {
        throw InputError({.where = "--pixel",
                          .problem = given.size() > 1
                                         ? "is given more than once"
                                         : file.name + " says that it is of another pixel, " +
                                               trace::to_text(stated),
                          .reason = "it tells the pixel of a trace that does not state one",
                          .remedy = "Give the pixel that was traced, or leave --pixel out."});
    }
    file.pixels = given;
    for (trace::PrintedRecord& record : file.records) {
        if (file.dialect != trace::Dialect::native) {
            record.site.set_pixel(given.front());
        }
    }
}

/// The keys that another program prints into a native trace are its choice: what it never prints is
/// not held against it.
/// @return how many keys of the reference it leaves out
std::size_t leave_out_what_is_never_printed(const trace::TraceFile& file,
                                            trace::TraceFile& reference) {
    std::set<std::string> printed;
    for (const trace::PrintedRecord& record : file.records) {
        printed.insert(record.key);
    }
    std::set<std::string> left_out;
    const auto never_printed = [&](const trace::PrintedRecord& record) {
        const bool never = printed.count(record.key) == 0;
        if (never) {
            left_out.insert(record.key);
        }
        return never;
    };
    reference.records.erase(
        std::remove_if(reference.records.begin(), reference.records.end(), never_printed),
        reference.records.end());
    return left_out.size();
}

/// Against the computation itself: with our own traces every value must come out again, with others
/// every record must follow from those it was computed from.
trace::Comparison against_scene(trace::TraceFile file, const engine::Experiment& experiment,
                                const SceneOptions& scene, engine::RunSpec run) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    trace::TraceFile nothing;
    const engine::KernelOracle computation(experiment, run); // it knows the size of a pixel
    trace::recover_pixels(nothing, file, program, &computation);
    if (is_own(file)) {
        return check_own_trace(file, experiment, scene, run);
    }
    const std::string text = native_trace(scene, experiment, run, pixels_to_trace(file));
    trace::TraceFile reference = trace::parse_trace(text, "this engine", program.terminal_keys);
    const bool chooses = file.header && file.header->source.empty();
    const std::size_t keys = chooses ? leave_out_what_is_never_printed(file, reference) : 0;
    trace::Comparison result =
        diff_traces(std::move(reference), file, &experiment, run, trace::Tolerance());
    note_own_ptx(run, result);
    if (keys > 0) {
        result.notes.push_back(std::to_string(keys) +
                               " key(s) of this engine's trace never stand "
                               "in " +
                               file.name + "; what they would show was not compared");
    }
    return result;
}

/// A foreign trace does not say by which phi mode it was made. Where the user does not say so
/// either, it is the mode by which the trace attests.
trace::Comparison in_either_phi_mode(const trace::TraceFile& file,
                                     const engine::Experiment& experiment,
                                     const SceneOptions& scene) {
    trace::Comparison result = against_scene(file, experiment, scene, scene.run_spec());
    if (result.verdict == trace::Verdict::parity || is_own(file) || scene.phi_mode_given()) {
        return result;
    }
    SceneOptions other = scene;
    other.phi_mode = "c-parity";
    trace::Comparison again = against_scene(file, experiment, other, other.run_spec());
    const bool attests = again.verdict == trace::Verdict::parity;
    if (!attests && again.departing >= result.departing) {
        return result;
    }
    again.notes.insert(again.notes.begin(),
                       "the trace is made with --phi-mode c-parity (quirk phi0_carryover), which "
                       "was not asked for; with spec " +
                           std::string(attests ? "it does not attest" : "more of it departs"));
    return again;
}

/// A trace of the program that a model describes, against the model's formulas.
ExitCode attest_by_model(const AttestOptions& options) {
    refuse_scene_and_model(options.model, options.scene);
    const std::shared_ptr<const trace::Model> model = read_model(options.model);
    const trace::TraceFile file =
        trace::read_trace(readable_again(options.trace), model->program());
    const ExitCode code =
        deliver(audit_by_model(file, *model),
                {"the formulas of " + options.model, options.trace, ""}, options.files);
    return code == ExitCode::divergence ? ExitCode::does_not_attest : code;
}

ExitCode run_attest(const AttestOptions& options) {
    if (!options.model.empty()) {
        return attest_by_model(options);
    }
    const trace::ProgramModel& program = engine::nanobragg_model();
    trace::TraceFile file = trace::read_trace(readable_again(options.trace), program);
    take_pixel(options.pixels, file);
    std::vector<std::string> notes;
    trace::Comparison result;
    if (options.scene.given()) {
        const engine::Experiment experiment = options.scene.load();
        result = in_either_phi_mode(file, experiment, options.scene);
    } else {
        result = audit_records(file);
    }
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    note_first(ptx_note(file), result);
    const std::string against =
        options.scene.given() ? "this engine, the same pixel" : "the trace's own records";
    const ExitCode code =
        deliver(result, {against, options.trace, options.scene.description()}, options.files);
    return code == ExitCode::divergence ? ExitCode::does_not_attest : code;
}

} // namespace

void add_attest_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto options = std::make_shared<AttestOptions>();
    CLI::App* command = app.add_subcommand(
        "attest", "Find out whether a trace is what the computation went on with");
    command->add_option("trace", options->trace, "A trace, any dialect")->required();
    add_scene_and_run_options(*command, options->scene, args);
    add_model_option(*command, options->model);
    add_pixel_option(*command, options->pixels,
                     "The pixel, row then column from 0, of a trace that does not say it");
    add_verdict_files(*command, options->files);
    command->footer(
        "With a scene, a trace of this program must come out again value for value, and its\n"
        "header word for word; every record of another must follow from those it was computed\n"
        "from, in the phi mode given, else in either. Without one, the records alone are\n"
        "audited: every stage whose inputs were all printed. With a model, they are held against\n"
        "its formulas.\n"
        "Example:\n"
        "  tapir attest c.log --config supervisor\n"
        "Exit code: 0 it attests, 2 bad input, 3 nothing to attest, 4 it does not");
    command->callback([options, &exit_code] { exit_code = run_attest(*options); });
}

} // namespace tapir::harness
