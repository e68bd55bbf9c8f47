#include "trace_diff.hpp"

#include <filesystem>

#include "lineage_source.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/engine/what_if.hpp"
#include "tapir/reports/verdict_files.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"

namespace tapir::harness {

namespace {

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

void VerdictFiles::declare(CLI::App& command) {
    command.add_option("-j,--json", json, "Write the verdict as JSON");
    command.add_option("--junit", junit, "Write it as a JUnit test suite");
    command.add_option("--html", html, "Write it as a page of its own");
    command.add_option("--markdown", markdown, "Write it as Markdown");
    command.add_option("--metrics", metrics,
                       "Write metrics.json: the scaling factors, as existing scripts read them");
}

std::optional<LoadedScene> loaded_if_any(const SceneOptions& scene,
                                         std::vector<std::string>& notes) {
    if (!scene.given()) {
        return std::nullopt;
    }
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
                              const engine::Experiment* experiment, engine::RunOptions run,
                              const trace::Tolerance& tolerance) {
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    // whoever made the traces: the C program's
    run.arithmetic = engine::ArithmeticPolicy::reference;
    std::optional<engine::PixelWhatIf> what_if;
    std::optional<engine::Experiment> scene;
    if (experiment != nullptr) {
        scene = *experiment;
        run.dtype = engine::Dtype::float64;
        what_if.emplace(*experiment, run);
    }
    const trace::WhatIf* asked = what_if ? &*what_if : nullptr;
    trace::recover_pixels(reference, candidate, dictionary, asked);
    const trace::LineageGraph graph = lineage_for(scene, run, reference, candidate);
    trace::Comparison result =
        trace::compare(reference, candidate, dictionary, graph, tolerance, asked);
    if (experiment != nullptr) {
        refuse_other_scene(*experiment, reference, result);
        refuse_other_scene(*experiment, candidate, result);
    }
    return result;
}

std::optional<trace::Comparison> one_file(const std::string& reference,
                                          const std::string& candidate) {
    std::error_code ignored;
    if (!std::filesystem::equivalent(reference, candidate, ignored)) {
        return std::nullopt;
    }
    trace::Comparison refused;
    refused.reason = "same_file";
    refused.sentence = "Both names are of the same file: " + reference +
                       "; that it agrees with itself proves nothing.";
    return refused;
}

void declare_tolerance(CLI::App& command, trace::Tolerance& tolerance) {
    command.add_option("--rtol", tolerance.relative, "Allowed relative difference");
    command.add_option("--atol", tolerance.absolute, "Allowed absolute difference");
    command.add_option("--ulp", tolerance.ulp, "Allowed units in the last place");
    command.add_flag("--exact", tolerance.exact,
                     "Allow nothing for rounding: the printed numbers must be the same");
}

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

ExitCode deliver(const trace::Comparison& comparison, const reports::Subject& subject,
                 const VerdictFiles& files) {
    const auto write = [](const std::string& path, const std::string& text) {
        if (!path.empty()) {
            write_file_atomically(path, text);
        }
    };
    write(files.json, reports::verdict_json(comparison, subject));
    write(files.junit, reports::verdict_junit(comparison, subject));
    write(files.html, reports::verdict_html(comparison, subject));
    write(files.markdown, reports::verdict_markdown(comparison, subject));
    write(files.metrics, reports::metrics_json(comparison));
    print(reports::verdict_screen(comparison, subject, colour_wanted()));
    return exit_code_of(comparison.verdict);
}

} // namespace tapir::harness
