#include "bundle/comparison_bundle.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <limits>

#include "bundle/bundle_copy.hpp"
#include "bundle/run_metadata.hpp"
#include "compare/compare_as.hpp"
#include "compare/float_image.hpp"
#include "compare/model_file.hpp"
#include "console/in_folder.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/reports/text/per_phi_json.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/reports/verdict/metrics_json.hpp"
#include "tapir/reports/verdict/verdict_json.hpp"
#include "tapir/reports/verdict/verdict_markdown.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"

namespace tapir::harness {

namespace fs = std::filesystem;

namespace {

/// One file of a side. A trace is kept whole whatever its size: it is what the verdict is of.
KeptFile keep_side(reports::FolderDraft& draft, const std::string& side, const std::string& path,
                   bool image, std::uint64_t limit_bytes) {
    if (image) {
        return keep_file(draft, side, "image_" + side + plain_extension(path), path, limit_bytes);
    }
    return keep_file(draft, side, "trace_" + side + ".log", path,
                     std::numeric_limits<std::uint64_t>::max());
}

/// One file of each side; one file under two names stays one.
template <class IsImage>
std::vector<KeptFile> keep_pair(reports::FolderDraft& draft, const std::string& reference,
                                const std::string& candidate, IsImage is_image,
                                std::uint64_t limit_bytes) {
    std::vector<KeptFile> kept{
        keep_side(draft, "reference", reference, is_image(reference), limit_bytes)};
    std::error_code ignored;
    if (fs::equivalent(reference, candidate, ignored)) {
        kept.push_back(kept.front());
        kept.back().role = "candidate";
    } else {
        kept.push_back(keep_side(draft, "candidate", candidate, is_image(candidate), limit_bytes));
    }
    return kept;
}

/// Copies both sides, and the images their programs wrote.
void copy_sides(reports::FolderDraft& draft, const ComparisonJob& job, std::uint64_t limit,
                BundleSnapshot& snapshot) {
    const ComparisonRequest& request = job.request;
    const auto is_image = [&job](const std::string& path) {
        return job.kind == JobKind::why && looks_like_image(path);
    };
    snapshot.subjects = keep_pair(draft, request.reference, request.candidate, is_image, limit);
    if (!request.images.empty()) {
        const auto always = [](const std::string&) { return true; };
        snapshot.images =
            keep_pair(draft, request.images.front(), request.images.back(), always, limit);
        for (KeptFile& image : snapshot.images) {
            image.role = "image of the " + image.role;
        }
    }
}

/// Copies the model of the program that was traced, where there is one.
void keep_model(reports::FolderDraft& draft, const std::string& model, BundleSnapshot& snapshot) {
    if (!model.empty()) {
        snapshot.inputs.push_back(keep_file(draft, model_role, model_name, model_path(model),
                                            std::numeric_limits<std::uint64_t>::max()));
    }
}

/// Keeps what the reference printed when it was run again.
void keep_repetitions(reports::FolderDraft& draft, const std::vector<std::string>& repetitions,
                      BundleSnapshot& snapshot) {
    for (std::size_t i = 0; i < repetitions.size(); ++i) {
        snapshot.inputs.push_back(keep_text(draft, repetition_role,
                                            fmt::format("repetition_{}.log", i + 1),
                                            read_file(repetitions[i], repetition_role)));
    }
}

/// Per-phi files of the traces, and how this program made them, if it did.
void look_at_traces(reports::FolderDraft& draft, BundleSnapshot& snapshot,
                    const std::optional<LoadedScene>& scene) {
    for (KeptFile& side : snapshot.subjects) {
        if (!snapshot.request().model.empty()) {
            side.not_made_here = "it is of another program, which a model describes";
            continue;
        }
        if (side.file.rfind("trace_", 0) != 0) {
            side.not_made_here = "it is an image, and traces are made again";
            continue;
        }
        constexpr std::uint64_t most = std::uint64_t{16} << 20U;
        if (side.bytes > most) {
            complain(side.role + ": too large for per-phi files, and to be made anew by a replay");
            side.not_made_here =
                fmt::format("of traces above {} MiB it is not tried how they were made; this one "
                            "has {} bytes",
                            most >> 20U, side.bytes);
            continue;
        }
        const fs::path path = draft.path() / side.file;
        const std::string text = read_file(path, "trace");
        trace::TraceFile file = trace::read_trace(path, engine::nanobragg_model());
        file.name = side.file;
        write_per_phi(draft, side.role, file);
        if (scene) {
            TraceOrigin origin = origin_of(text, file, snapshot.scene, scene->experiment);
            side.recipe = std::move(origin.recipe);
            side.not_made_here = std::move(origin.unknown);
        } else {
            side.not_made_here = "no scene is in the bundle to compute it from";
        }
    }
}

} // namespace

trace::Comparison ComparisonBundle::compare_and_keep(const ComparisonJob& job,
                                                     reports::PageInput& page) const {
    reports::FolderDraft draft(option.target());
    BundleSnapshot snapshot{.kind = job.kind,
                            .subjects = {},
                            .inputs = {},
                            .images = {},
                            .scene_given = {},
                            .scene = scene_in_bundle(job.request.scene),
                            .tolerance = job.request.tolerance,
                            .image_rtol = job.request.rtol,
                            .besides = job.request.besides,
                            .notes = {},
                            .parity = {},
                            .sides = {}};
    copy_sides(draft, job, option.limit_bytes(), snapshot);
    keep_model(draft, job.request.model, snapshot);
    keep_repetitions(draft, job.request.repetitions, snapshot);
    const std::optional<LoadedScene> scene = loaded_if_any(job.request.scene, snapshot.notes);
    if (scene) {
        copy_scene(draft, job.request.scene, scene->request, scene->experiment,
                   option.limit_bytes(), snapshot);
    } else {
        snapshot.scene.config.clear();
    }
    trace::Comparison result = compare_in(draft.path(), snapshot, &page);
    if (result.of_texts) {
        for (KeptFile& side : snapshot.subjects) {
            side.not_made_here = "it is a text of another program";
        }
    } else {
        look_at_traces(draft, snapshot, scene);
    }
    drop_links(draft, snapshot);
    draft.write(snapshot_name, snapshot_text(snapshot, scene ? &scene->experiment : nullptr));
    write_verdict(draft, result, snapshot.request().subject(), page);
    finish_bundle(draft, option.command_line, exit_code_of(result.verdict));
    return result;
}

trace::Comparison compare_in(const fs::path& folder, const BundleSnapshot& snapshot,
                             reports::PageInput* page) {
    const InFolder here(folder);
    trace::Comparison result = compare_as(snapshot.kind, snapshot.request(), page);
    result.notes.insert(result.notes.begin(), snapshot.notes.begin(), snapshot.notes.end());
    return result;
}

void write_per_phi(reports::FolderDraft& draft, const std::string& name, trace::TraceFile file) {
    trace::TraceFile nothing;
    trace::recover_pixels(nothing, file, engine::nanobragg_model(), nullptr);
    constexpr std::size_t most_pixels = 16;
    std::vector<reports::PerPhi> pixels = reports::per_phi_json(file, engine::nanobragg_model());
    if (pixels.size() > most_pixels) {
        complain(fmt::format("per-phi files hold the first {} of {} pixels of {}", most_pixels,
                             pixels.size(), reports::printable(file.name)));
        pixels.resize(most_pixels);
    }
    for (const reports::PerPhi& pixel : pixels) {
        draft.write(fmt::format("per_phi_{}_{}_{}.json", name, pixel.pixel.slow, pixel.pixel.fast),
                    pixel.json);
    }
}

void write_verdict(reports::FolderDraft& draft, const trace::Comparison& comparison,
                   const reports::Subject& subject, const reports::PageInput& page) {
    draft.write("verdict.json", reports::verdict_json(comparison, subject));
    draft.write("metrics.json", reports::metrics_json(comparison));
    draft.write("summary.md", reports::verdict_markdown(comparison, subject));
    draft.write("report.html", reports::report_page(comparison, subject, page));
}

void finish_bundle(reports::FolderDraft& draft, const std::string& command_line, ExitCode code,
                   const std::vector<ParitySide>& sides) {
    draft.write("commands.txt",
                fmt::format("{}\n# exit status {}\n", command_line, static_cast<int>(code)));
    draft.write("run_metadata.json", run_metadata_json(command_line, sides));
    draft.seal();
    draft.publish();
    complain("evidence in " + reports::printable(draft.target().string()));
}

} // namespace tapir::harness
