#include "bundle/parity_bundle.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bundle/bundle_copy.hpp"
#include "bundle/comparison_bundle.hpp"
#include "run/native_trace.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/reports/page/parity_page.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

/// "cpu:threads=2" as a part of a file's name.
std::string plain_name(std::string side) {
    std::replace(side.begin(), side.end(), ':', '_');
    std::replace(side.begin(), side.end(), '=', '_');
    return side;
}

/// A trace of each side, of the first pixels.
void keep_traces(reports::FolderDraft& draft, const SceneOptions& scene_options,
                 const engine::Experiment& experiment, const std::vector<ParitySide>& sides,
                 const std::vector<trace::Pixel>& traced, BundleSnapshot& snapshot) {
    constexpr std::size_t most_traced = 16; // of --all-pixels
    const std::vector<trace::Pixel> pixels(
        traced.begin(),
        traced.begin() + static_cast<std::ptrdiff_t>(std::min(most_traced, traced.size())));
    if (traced.size() > most_traced) {
        complain(fmt::format("the evidence holds traces of the first {} of {} pixels", most_traced,
                             traced.size()));
    }
    for (const ParitySide& side : sides) {
        const std::string name = plain_name(side.name);
        const std::string text = native_trace(scene_options, experiment, side.run, pixels);
        const trace::TraceFile file =
            trace::parse_trace(text, name, engine::nanobragg_model().terminal_keys);
        snapshot.subjects.push_back(keep_text(draft, side.name, "trace_" + name + ".log", text));
        snapshot.subjects.back().recipe = origin_of(text, file, scene_options, experiment).recipe;
        write_per_phi(draft, name, file);
    }
}

} // namespace

void write_parity_bundle(const FinishedParity& parity, const BundleOption& evidence,
                         reports::PageInput page, ExitCode code) {
    reports::FolderDraft draft(evidence.target());
    BundleSnapshot snapshot;
    snapshot.kind = JobKind::parity;
    snapshot.parity = parity.request;
    copy_scene(draft, parity.options, parity.scene.request, parity.scene.experiment,
               evidence.limit_bytes(), snapshot);
    for (const ParitySide& side : parity.sides) {
        snapshot.sides.emplace_back(side.name, spelled_out(side.run));
    }
    keep_traces(draft, parity.options, parity.scene.experiment, parity.sides, parity.outcome.pixels,
                snapshot);
    reports::ParityReport report = parity.outcome.report;
    // the scene by its name in the bundle, and what was said of it besides
    report.scene =
        snapshot.scene.description() + report.scene.substr(parity.options.description().size());
    drop_links(draft, snapshot);
    draft.write(snapshot_name, snapshot_text(snapshot, &parity.scene.experiment));
    draft.write("verdict.json", reports::parity_json(report));
    draft.write("metrics.json", reports::parity_metrics_json(report));
    draft.write("summary.md", reports::parity_markdown(report));
    page.command = evidence.command_line;
    page.provenance.emplace_back("scene digest", parity.scene.experiment.digest);
    for (const reports::ParitySideReport& side : report.sides) {
        page.provenance.emplace_back("SHA-256 of the image of " + side.name, side.image_sha256);
    }
    draft.write("report.html", reports::parity_page(report, page));
    finish_bundle(draft, evidence.command_line, code, parity.sides);
}

} // namespace tapir::harness
