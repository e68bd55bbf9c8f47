#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "bundle/bundle_copy.hpp"
#include "bundle/comparison_bundle.hpp"
#include "commands/commands.hpp"
#include "compare/parity_run.hpp"
#include "compare/tolerance_file.hpp"
#include "run/native_trace.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

struct ParityOptions {
    SceneOptions scene;
    std::vector<std::string> devices{"cpu", "cuda"};
    ParityRequest request;
    bool brief = false;
    std::string json;
    BundleOption bundle;
};

/// "cpu:threads=2" as a part of a file's name.
std::string plain_name(std::string side) {
    std::replace(side.begin(), side.end(), ':', '_');
    std::replace(side.begin(), side.end(), '=', '_');
    return side;
}

/// A trace of each side, of the first pixels.
void keep_traces(reports::FolderDraft& draft, const ParityOptions& options,
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
        const std::string text = native_trace(options.scene, experiment, side.run, pixels);
        const trace::TraceFile file =
            trace::parse_trace(text, name, engine::nanobragg_dictionary().terminal_keys);
        snapshot.subjects.push_back(keep_text(draft, side.name, "trace_" + name + ".log", text));
        snapshot.subjects.back().recipe = origin_of(text, file, options.scene, experiment).recipe;
        write_per_phi(draft, name, file);
    }
}

/// Scene, tables and a trace of each side, in the layout of every bundle.
void write_bundle(const ParityOptions& options, const LoadedScene& scene,
                  const std::vector<ParitySide>& sides, const ParityOutcome& outcome,
                  reports::PageMatter page, ExitCode code) {
    reports::FolderDraft draft(options.bundle.target());
    BundleSnapshot snapshot;
    snapshot.kind = "parity";
    snapshot.parity = options.request;
    stage_scene(draft, options.scene, scene.request, scene.experiment, options.bundle.limit_bytes(),
                snapshot);
    std::vector<std::pair<std::string, std::string>> meanings;
    for (const ParitySide& side : sides) {
        snapshot.sides.emplace_back(side.name, spelled_out(side.run));
        meanings.emplace_back(side.name, described(side.run));
    }
    keep_traces(draft, options, scene.experiment, sides, outcome.pixels, snapshot);
    reports::ParityReport report = outcome.report;
    // the scene by its name in the bundle, and what was said of it besides
    report.scene =
        snapshot.scene.description() + report.scene.substr(options.scene.description().size());
    drop_links(draft, snapshot);
    draft.write(snapshot_name, snapshot_text(snapshot, &scene.experiment));
    draft.write("verdict.json", reports::parity_json(report));
    draft.write("metrics.json", reports::parity_metrics_json(report));
    draft.write("summary.md", reports::parity_markdown(report));
    page.command = options.bundle.command_line;
    page.provenance.emplace_back("scene digest", scene.experiment.digest);
    for (const reports::ParitySideReport& side : report.sides) {
        page.provenance.emplace_back("SHA-256 of the image of " + side.name, side.image_sha256);
    }
    draft.write("report.html", reports::parity_page(report, page));
    finish_bundle(draft, options.bundle.command_line, code, meanings);
}

ExitCode run_parity(const ParityOptions& options) {
    engine::RunOptions common;
    common.phi_mode = options.scene.chosen_phi_mode();
    common.c_threads = options.scene.c_threads;
    const std::vector<ParitySide> sides = parity_sides(options.devices, common);
    if (options.request.all_pixels && !options.request.pixels.empty()) {
        throw InputError({.where = "--all-pixels",
                          .problem = "does not go with --pixel",
                          .reason = "one of them says which pixels are traced",
                          .remedy = "Give one of the two."});
    }
    options.bundle.require_outside({options.json});
    if (!options.bundle.folder.empty()) {
        reports::require_absent(options.bundle.folder); // before anything is computed
    }
    const LoadedScene scene = options.scene.loaded();
    ParityRequest request = options.request;
    request.scene = options.scene.description();
    reports::PageMatter page;
    const ParityOutcome outcome =
        compare_sides(request, scene.experiment, sides, options.bundle.wanted() ? &page : nullptr);
    const ExitCode code = outcome.report.parity() ? ExitCode::success : ExitCode::divergence;
    if (!options.json.empty()) {
        write_file_atomically(options.json, reports::parity_json(outcome.report));
    }
    if (options.bundle.wanted()) {
        write_bundle(options, scene, sides, outcome, std::move(page), code);
    }
    print(reports::parity_text(outcome.report, options.brief));
    return code;
}

} // namespace

void add_parity_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                        const std::string& command_line) {
    auto options = std::make_shared<ParityOptions>();
    CLI::App* command =
        app.add_subcommand("parity", "Compute a scene in several ways and compare every bit of it");
    options->scene.declare_scene(*command, args);
    command
        ->add_option(
            "--devices", options->devices,
            "Sides to compare, parted by commas: cpu or cuda, each with what is particular "
            "after colons: scalar, baseline, avx2, avx512, threads=N, float64, mixed, "
            "float32, portable, reference; or matrix, for every instruction set of this CPU and "
            "three numbers of threads")
        ->delimiter(',')
        ->capture_default_str();
    command
        ->add_option("-p,--pixel", options->request.pixels,
                     "SLOW FAST to trace, may be given again [the brightest, first and last]")
        ->type_size(2)
        ->type_name("SLOW FAST");
    command->add_flag("--all-pixels", options->request.all_pixels, "Trace every pixel");
    command
        ->add_option("--rtol", options->request.rtol,
                     "Relative difference that passes [none: every bit must agree]")
        ->check([](const std::string& text) {
            const std::optional<double> value = trace::parse_number(text);
            return value && is_parity_rtol(*value)
                       ? std::string()
                       : "Give a number from 1e-300 to 0.1, not " + text;
        });
    command->add_flag("--brief", options->brief, "Only the keys that differ");
    command->add_option("--json", options->json, "The same as JSON");
    options->bundle.declare(*command, command_line);
    command->footer(
        "Examples:\n"
        "  tapir parity --config supervisor --devices cpu,cuda\n"
        "  tapir parity --config supervisor --devices cpu:reference,cpu,cpu:float32\n"
        "  tapir parity --args-file args.txt --devices matrix --brief\n"
        "A side is compared with the earlier one it differs least from: 'device' when\n"
        "only the machine differs, 'precision' the number type, 'port' the arithmetic.\n"
        "Exit code: 0 all bits agree, or what --rtol allows; 1 divergence; 2 bad input;\n"
        "           6 no such device");
    command->callback([options, &exit_code] { exit_code = run_parity(*options); });
}

} // namespace tapir::harness
