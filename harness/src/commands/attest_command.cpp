#include <fmt/format.h>

#include <memory>

#include "../audit.hpp"
#include "../native_trace.hpp"
#include "../spooled_input.hpp"
#include "../trace_diff.hpp"
#include "commands.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/trace/build_info.hpp"
#include "tapir/trace/error.hpp"

namespace tapir::harness {

namespace {

struct AttestOptions {
    SceneOptions scene;
    std::string trace;
    VerdictFiles files;
};

bool is_own(const trace::TraceFile& file) {
    return file.header && file.header->program == program_name;
}

/// How a native trace says it was computed, as far as this program can do it again.
engine::RunOptions as_stated(const trace::NativeHeader& header, engine::RunOptions run) {
    run.phi_mode =
        header.phi_mode == "c-parity" ? engine::PhiMode::c_parity : engine::PhiMode::spec;
    run.c_threads = header.c_threads;
    run.arithmetic = header.arithmetic == "portable" ? engine::ArithmeticPolicy::portable
                                                     : engine::ArithmeticPolicy::reference;
    run.dtype = header.dtype == "float32" ? engine::Dtype::float32
                : header.dtype == "mixed" ? engine::Dtype::mixed
                                          : engine::Dtype::float64;
    return run;
}

std::vector<engine::PixelIndex> pixels_to_trace(const trace::TraceFile& file) {
    std::vector<engine::PixelIndex> pixels;
    for (const trace::Pixel& pixel : file.pixels) {
        pixels.push_back({pixel.slow, pixel.fast});
    }
    if (pixels.empty()) {
        throw InputError({.where = file.name,
                          .problem = "does not say of which pixel it is",
                          .reason = "there is nothing to compute it again for",
                          .remedy = "Attest it without a scene, or let the tracer print the pixel "
                                    "(TRACE_CONFIG, or its position and the detector's axes)."});
    }
    return pixels;
}

/// Against the computation itself: with our own traces every value must come out again, with others
/// every record must follow from those it was computed from.
trace::Comparison against_scene(trace::TraceFile file, const engine::Experiment& experiment,
                                const SceneOptions& scene, engine::RunOptions run) {
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    trace::TraceFile nothing;
    trace::recover_pixels(nothing, file, dictionary, nullptr);
    const bool own = is_own(file);
    trace::Tolerance tolerance;
    tolerance.exact = own;
    const engine::RunOptions again = own ? as_stated(*file.header, run) : run;
    const std::string text = native_trace(scene, experiment, again, pixels_to_trace(file));
    return diff_traces(trace::parse_trace(text, "this engine", dictionary.terminal_keys), file,
                       &experiment, again, tolerance);
}

/// A foreign trace does not say by which phi mode it was made: where nobody says so either, the one
/// by which it attests.
trace::Comparison in_either_phi_mode(const trace::TraceFile& file,
                                     const engine::Experiment& experiment,
                                     const SceneOptions& scene) {
    trace::Comparison result = against_scene(file, experiment, scene, scene.run_options());
    if (result.verdict == trace::Verdict::parity || is_own(file) || scene.phi_mode_given()) {
        return result;
    }
    SceneOptions other = scene;
    other.phi_mode = "c-parity";
    trace::Comparison again = against_scene(file, experiment, other, other.run_options());
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

ExitCode run_attest(const AttestOptions& options) {
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    const trace::TraceFile file =
        trace::read_trace(readable_again(options.trace), dictionary.terminal_keys);
    std::vector<std::string> notes;
    trace::Comparison result;
    if (options.scene.given()) {
        const engine::Experiment experiment = options.scene.load();
        result = in_either_phi_mode(file, experiment, options.scene);
    } else {
        result = audit_records(file);
    }
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
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
    options->scene.declare(*command, args);
    options->files.declare(*command);
    command->footer(
        "With a scene, a trace of this program must come out again value for value, and every\n"
        "record of another must follow from those it was computed from, in the phi mode given, "
        "else\n"
        "in either. Without one, the records alone are audited: every stage whose inputs were all\n"
        "printed.\n"
        "Example:\n"
        "  tapir attest c.log --config supervisor\n"
        "Exit code: 0 it attests, 2 bad input, 3 nothing to attest, 4 it does not");
    command->callback([options, &exit_code] { exit_code = run_attest(*options); });
}

} // namespace tapir::harness
