#pragma once

#include <optional>
#include <string>
#include <vector>

#include "console/console.hpp"
#include "scene/scene_options.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// Files a verdict is written to, besides the screen; "": not asked for, "-": standard output.
struct VerdictFiles {
    std::string json, junit, html, markdown, metrics;

    [[nodiscard]] std::vector<std::string> all() const {
        return {json, junit, html, markdown, metrics};
    }
};

/// Two traces, with the scene where there is one.
/// @param experiment  must outlive the call; or null
/// @param page  filled with what a page shows besides the comparison, which then has its details;
///              or null
[[nodiscard]] trace::Comparison diff_traces(trace::TraceFile reference, trace::TraceFile candidate,
                                            const engine::Experiment* experiment,
                                            engine::RunSpec run, const trace::Tolerance& tolerance,
                                            reports::PageInput* page = nullptr);

/// Two trace files of any size: large ones piece by piece.
/// @param experiment  or null
/// @param page  as above; of traces of many pixels it shows the one of the first root, and says so
[[nodiscard]] trace::Comparison
diff_files(const std::string& reference, const std::string& candidate,
           const engine::Experiment* experiment, const engine::RunSpec& run,
           const trace::Tolerance& tolerance, reports::PageInput* page = nullptr);

/// The scene, when one was asked for and its files can be had; why not goes to `notes`.
/// @throws InputError  it is not a scene
[[nodiscard]] std::optional<LoadedScene> loaded_if_any(const SceneOptions& scene,
                                                       std::vector<std::string>& notes);
/// The same, of what came of it alone.
[[nodiscard]] std::optional<engine::Experiment> scene_if_any(const SceneOptions& scene,
                                                             std::vector<std::string>& notes);

/// Two names of one file: agreement would prove nothing.
[[nodiscard]] std::optional<trace::Comparison> one_file(const std::string& reference,
                                                        const std::string& candidate);

[[nodiscard]] ExitCode exit_code_of(trace::Verdict verdict);

/// Writes a verdict to the files that were asked for.
void write_verdict_files(const trace::Comparison& comparison, const reports::Subject& subject,
                         const VerdictFiles& files, const reports::PageInput& page = {});

/// Prints a verdict and writes the files.
ExitCode deliver(const trace::Comparison& comparison, const reports::Subject& subject,
                 const VerdictFiles& files, const reports::PageInput& page = {});

} // namespace tapir::harness
