#include "bundle/trace_bundle.hpp"

#include <fmt/format.h>

#include "bundle/bundle_copy.hpp"
#include "bundle/comparison_bundle.hpp"
#include "compare/own_images.hpp"
#include "scene/device_words.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/reports/page/trace_report.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

/// A command that holds the trace against another one, in the bundle's folder.
std::string how_to_compare(const SceneOptions& scene, const std::string& file) {
    std::string command = "tapir diff " + file + " OTHER.log --config " + scene_name;
    const auto add = [&command](const char* option, const std::string& value, bool given) {
        command += given ? std::string(" ") + option + " " + value : "";
    };
    add("--profile", scene.profile, scene.profile != SceneOptions().profile);
    for (const std::string& quirk : scene.quirks) {
        add("--quirk", quirk, true);
    }
    const auto add_choices = [&](bool of_scene) {
        engine::visit_run(
            [&](const auto& choice, const auto& value, const auto& usual) {
                if (choice.of_scene == of_scene) {
                    add(choice.option, fmt::format("{}", value), value != usual);
                }
            },
            scene, SceneOptions());
    };
    add_choices(true);
    add_choices(false);
    return command;
}

/// The trace as a side that run_metadata.json names, which it does of PTX on the host alone.
std::vector<ParitySide> named_sides(const TraceRecipe& recipe) {
    std::vector<ParitySide> sides;
    if (recipe.run.device == engine::Device::ptx) {
        sides.push_back({"trace", recipe.run});
    }
    return sides;
}

/// What a bundle says of its trace. @param native  the same trace, which says where records belong
reports::TraceReport report_of(const SceneOptions& options, const LoadedScene& scene,
                               const KeptFile& kept, const std::string& text,
                               const trace::TraceFile& native) {
    const TraceRecipe& recipe = kept.recipe.value();
    engine::RunWords run;
    engine::put_words(recipe.run, run);
    const trace::ProgramModel& program = engine::nanobragg_model();
    reports::TraceReport report{
        .scene = options.description() + ", digest " + scene.experiment.digest,
        .side = fmt::format("{}, {} arithmetic, {}, phi mode {}, {} emulated thread(s)",
                            device_name(recipe.run.device), run.arithmetic, run.dtype, run.phi_mode,
                            run.c_threads),
        .file = kept.file + ", dialect " + recipe.dialect,
        .records = trace::parse_trace(text, kept.file, program.terminal_keys).records.size(),
        .final_tap = program.factors.back().second,
        .pixels = {},
        .notices = {},
        .limits = limits_of(named_sides(recipe)),
        .how_to_compare = how_to_compare(options, kept.file)};
    for (const auto& [pixel, value] : final_values(native)) {
        report.pixels.emplace_back(fmt::format("{} {}", pixel.slow, pixel.fast), value);
    }
    for (const engine::Notice& notice : scene.experiment.notices) {
        report.notices.push_back(notice.text);
    }
    return report;
}

} // namespace

void write_trace_bundle(const SceneOptions& options, const LoadedScene& scene,
                        const TraceRecipe& recipe, const std::string& text,
                        const BundleOption& evidence) {
    reports::FolderDraft draft(evidence.target());
    BundleSnapshot snapshot;
    snapshot.kind = JobKind::trace;
    copy_scene(draft, options, scene.request, scene.experiment, evidence.limit_bytes(), snapshot);
    const std::string device = engine::device_choice.word(recipe.run.device);
    snapshot.subjects.push_back(keep_text(draft, "trace", "trace_" + device + ".log", text));
    snapshot.subjects.back().recipe = recipe;
    TraceRecipe native = recipe; // which says of every record where it belongs
    native.dialect = "native";
    const std::string file = snapshot.subjects.back().file;
    const trace::TraceFile records =
        trace::parse_trace(make_trace(options, scene.experiment, native), file,
                           engine::nanobragg_model().terminal_keys);
    write_per_phi(draft, device, records);
    const reports::TraceReport report =
        report_of(options, scene, snapshot.subjects.back(), text, records);
    reports::PageInput page;
    page.command = evidence.command_line;
    page.provenance = {{"scene digest", scene.experiment.digest},
                       {"SHA-256 of the trace", snapshot.subjects.back().sha256}};
    draft.write("summary.md", reports::trace_markdown(report));
    draft.write("report.html", reports::trace_page(report, page));
    drop_links(draft, snapshot);
    draft.write(snapshot_name, snapshot_text(snapshot, &scene.experiment));
    finish_bundle(draft, evidence.command_line, ExitCode::success, named_sides(recipe));
}

} // namespace tapir::harness
