#include "compare/trace_diff.hpp"

#include <spdlog/spdlog.h>

#include <filesystem>

#include "compare/counting_oracle.hpp"
#include "compare/declared_model.hpp"
#include "compare/lineage_source.hpp"
#include "compare/model_advice.hpp"
#include "compare/model_comparison.hpp"
#include "compare/page_input.hpp"
#include "compare/ptx_note.hpp"
#include "compare/tolerance_file.hpp"
#include "console/diagnostics.hpp"
#include "console/output_file.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/reports/verdict/metrics_json.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/reports/verdict/verdict_junit.hpp"
#include "tapir/reports/verdict/verdict_markdown.hpp"
#include "tapir/reports/verdict/verdict_screen.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/stream/stream_comparison.hpp"
#include "tapir/trace/verdict/compare.hpp"
#include "tapir/trace/verdict/header_checks.hpp"

namespace tapir::harness {

namespace {

/// With a scene at hand, a native trace of another one is not worth comparing.
void refuse_other_scene(const engine::Experiment& experiment, const trace::TraceFile& file,
                        trace::Comparison& result) {
    if (file.header && file.header->states_scene() && file.header->scene != experiment.digest &&
        result.verdict != trace::Verdict::not_comparable) {
        result = {};
        result.reason = trace::VerdictReason::other_scene;
        result.sentence = file.name + " was made of another scene than the one given here.";
    }
}

} // namespace

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

std::optional<LoadedScene> loaded_if_any(const SceneOptions& scene,
                                         std::vector<std::string>& notes) {
    if (!scene.given()) {
        return std::nullopt;
    }
    static_cast<void>(scene.request()); // what was typed must make sense
    try {
        return scene.loaded();
    } catch (const InputError& error) {
        // the traces can be compared without it; what is lost is said
        notes.push_back(std::string("the scene could not be used: ") + error.what());
        return std::nullopt;
    }
}

std::optional<engine::Experiment> scene_if_any(const SceneOptions& scene,
                                               std::vector<std::string>& notes) {
    std::optional<LoadedScene> loaded = loaded_if_any(scene, notes);
    return loaded ? std::optional(std::move(loaded->experiment)) : std::nullopt;
}

trace::Comparison diff_traces(trace::TraceFile reference, trace::TraceFile candidate,
                              const engine::Experiment* experiment, engine::RunSpec run,
                              const trace::Tolerance& tolerance, reports::PageInput* page) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    // whoever made the traces: the C program's
    run.arithmetic = engine::ArithmeticPolicy::reference;
    std::optional<engine::KernelOracle> what_if;
    std::optional<engine::KernelOracle> stages;
    std::optional<engine::KernelOracle> stages_of_candidate;
    std::optional<engine::Experiment> scene;
    if (experiment != nullptr) {
        scene = *experiment;
        run.dtype = engine::Dtype::float64;
        what_if.emplace(*experiment, run);
    }
    std::optional<CountingOracle> counted;
    if (what_if) {
        counted.emplace(*what_if);
    }
    const trace::Oracle* asked = counted ? &*counted : nullptr;
    trace::recover_pixels(reference, candidate, program, asked);
    std::optional<engine::Experiment> drawn;
    std::optional<engine::Experiment> drawn_of_candidate; // each side by its own habits
    // each is followed on both sides: of many records that takes minutes
    constexpr std::size_t most_records = 10000;
    const bool few = reference.records.size() + candidate.records.size() <= most_records;
    if (!what_if && few && (drawn = schematic_experiment(reference, candidate))) {
        stages.emplace(*drawn, run);
        drawn_of_candidate = schematic_experiment(candidate, reference);
        stages_of_candidate.emplace(*drawn_of_candidate, run);
    }
    const trace::LineageGraph graph = [&] {
        const TimedStep step("lineage of the traced pixels");
        return lineage_for(scene, run, reference, candidate);
    }();
    trace::Comparison result;
    {
        const TimedStep step("comparing the records and finding causes");
        result =
            trace::compare(reference, candidate, program, graph, tolerance, asked,
                           page != nullptr ? reports::page_values : 0, stages ? &*stages : nullptr,
                           stages_of_candidate ? &*stages_of_candidate : nullptr);
    }
    if (const std::string why =
            graph.size() == 0 ? why_not_followed(reference, candidate) : std::string();
        !why.empty()) {
        result.notes.push_back(why);
    }
    if (counted) {
        spdlog::info("candidates for a cause: {}", counted->text());
    }
    if (page != nullptr) {
        add_page_input(result, graph, experiment, *page);
    }
    if (experiment != nullptr) {
        refuse_other_scene(*experiment, reference, result);
        refuse_other_scene(*experiment, candidate, result);
    }
    return result;
}

namespace {

trace::TraceFile read_and_log(const std::string& path) {
    trace::TraceFile file = trace::read_trace(path, engine::nanobragg_model());
    std::error_code unknown;
    const bool regular = std::filesystem::is_regular_file(path, unknown);
    spdlog::info("read {}: {}, dialect {}, {} records of {} pixel(s)", reports::printable(path),
                 regular ? std::to_string(std::filesystem::file_size(path, unknown)) + " bytes"
                         : "a pipe",
                 trace::to_text(file.dialect), file.records.size(), file.pixels.size());
    return file;
}

/// Either is larger than what costs nothing to hold.
bool large(const std::string& reference, const std::string& candidate) {
    constexpr std::uintmax_t small = std::uintmax_t{1} << 20U;
    const auto is_large = [](const std::string& path) {
        std::error_code unknown;
        return std::filesystem::is_regular_file(path, unknown) &&
               std::filesystem::file_size(path, unknown) > small;
    };
    return is_large(reference) || is_large(candidate);
}

} // namespace

trace::Comparison diff_files(const std::string& reference, const std::string& candidate,
                             const engine::Experiment* experiment, const engine::RunSpec& run,
                             const trace::Tolerance& tolerance, reports::PageInput* page) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    if (large(reference, candidate)) {
        trace::Details details;
        trace::StreamOptions options;
        options.tolerance = tolerance;
        std::string on_ptx; // as both headers say, which every look comes with
        options.look_closer = [&](trace::TraceFile one, trace::TraceFile other) {
            on_ptx = ptx_note(one, other);
            return diff_traces(std::move(one), std::move(other), experiment, run, tolerance);
        };
        if (page != nullptr) {
            options.show = [&](trace::TraceFile one, trace::TraceFile other,
                               const trace::Pixel& pixel) {
                details =
                    diff_traces(std::move(one), std::move(other), experiment, run, tolerance, page)
                        .details;
                page->pixel = trace::to_text({pixel});
            };
        }
        if (experiment != nullptr) { // all records of a pixel are judged together
            options.largest_piece *= 64;
            options.clear_identical_only = true;
        }
        ProgressBar bar("comparing");
        options.progress = bar.callback();
        spdlog::info("reading both traces piece by piece, pixel by pixel");
        const TimedStep step("reading and comparing both traces");
        if (auto whole = trace::compare_streams(reference, candidate, program, options)) {
            whole->details = std::move(details);
            if (experiment != nullptr) {
                whole->notes.emplace_back("pixels that both sides print alike were not held "
                                          "against the scene; `tapir attest` on one side does");
            }
            settle_tolerance_keys(tolerance, program, *whole);
            trace::note_doubts(reference, candidate, *whole);
            note_first(on_ptx, *whole);
            return *whole;
        }
    }
    const trace::TraceFile one = read_and_log(reference);
    const trace::TraceFile other = read_and_log(candidate);
    const auto declared = experiment == nullptr ? declared_model(one, other) : nullptr;
    if (declared) {
        trace::Comparison stated = compare_in_words_of(*declared, one, other, tolerance, page);
        stated.notes.emplace_back(what_a_model_adds_to_declared(declared->program()));
        return stated;
    }
    trace::Comparison result = diff_traces(one, other, experiment, run, tolerance, page);
    if (const std::string advice = what_a_model_adds(one, other, program); !advice.empty()) {
        result.notes.push_back(advice);
    }
    if (std::string advice = how_to_allow_rounding(result);
        experiment == nullptr && !advice.empty()) {
        result.notes.insert(result.notes.begin(), std::move(advice));
    }
    settle_tolerance_keys(tolerance, program, result);
    trace::note_doubts(reference, candidate, result);
    note_first(ptx_note(one, other), result);
    return result;
}

std::optional<trace::Comparison> one_file(const std::string& reference,
                                          const std::string& candidate) {
    std::error_code ignored;
    if (!std::filesystem::equivalent(reference, candidate, ignored)) {
        return std::nullopt;
    }
    trace::Comparison refused;
    refused.reason = trace::VerdictReason::same_file;
    refused.sentence = "Both names are of the same file: " + reference +
                       "; that it agrees with itself proves nothing.";
    return refused;
}

void write_verdict_files(const trace::Comparison& comparison, const reports::Subject& subject,
                         const VerdictFiles& files, const reports::PageInput& page) {
    require_one_standard_output(files.all());
    const auto write = [](const std::string& path, const std::string& text) {
        if (!path.empty()) {
            write_output(path, text);
        }
    };
    write(files.json, reports::verdict_json(comparison, subject));
    write(files.junit, reports::verdict_junit(comparison, subject));
    if (!files.html.empty()) {
        write(files.html, reports::report_page(comparison, subject, page));
    }
    write(files.markdown, reports::verdict_markdown(comparison, subject));
    write(files.metrics, reports::metrics_json(comparison));
}

ExitCode deliver(const trace::Comparison& comparison, const reports::Subject& subject,
                 const VerdictFiles& files, const reports::PageInput& page) {
    write_verdict_files(comparison, subject, files, page);
    const std::vector<std::string> outputs = files.all();
    const bool colour = colour_wanted() && !any_is_standard_output(outputs);
    print_beside(reports::verdict_screen(comparison, subject, colour), outputs);
    return exit_code_of(comparison.verdict);
}

} // namespace tapir::harness
