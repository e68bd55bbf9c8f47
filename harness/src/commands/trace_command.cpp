#include <fmt/format.h>

#include <memory>

#include "bundle/bundle_copy.hpp"
#include "bundle/comparison_bundle.hpp"
#include "commands/commands.hpp"
#include "compare/own_images.hpp"
#include "run/native_trace.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/reports/page/trace_report.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/format/read_trace.hpp"

namespace tapir::harness {

namespace {

struct TraceOptions {
    SceneOptions scene;
    std::vector<int> pixels; ///< slow, fast, slow, fast, ...
    std::string dialect;     ///< empty: native, or py with --emit-rot-stars
    bool emit_rot_stars = false, all_pixels = false;
    std::string out;
    BundleOption bundle;
};

std::vector<trace::Pixel> pixels_of(const TraceOptions& options,
                                    const engine::Experiment& experiment) {
    if (options.all_pixels) {
        return engine::RenderedPixels(experiment.input).all();
    }
    std::vector<trace::Pixel> pixels;
    for (std::size_t i = 0; i + 1 < options.pixels.size(); i += 2) {
        pixels.push_back({options.pixels[i], options.pixels[i + 1]});
    }
    return pixels;
}

/// The original harness wrote the py dialect, so its flag asks for it.
std::string chosen_dialect(const TraceOptions& options) {
    if (options.emit_rot_stars && !options.dialect.empty() && options.dialect != "py") {
        throw InputError({.where = "--emit-rot-stars",
                          .problem = "does not go with --dialect " + options.dialect,
                          .reason = "it adds lines of the py dialect; the others hold all rotated "
                                    "vectors anyway",
                          .remedy = "Use --dialect py, or leave one of the two out."});
    }
    if (options.dialect.empty()) {
        return options.emit_rot_stars ? "py" : "native";
    }
    return options.dialect;
}

void check_pixels(const TraceOptions& options) {
    if (options.all_pixels == !options.pixels.empty()) {
        throw InputError(
            {.where = "--pixel, --all-pixels",
             .problem = "exactly one of them is needed",
             .reason = "they say which pixels to trace",
             .remedy = "Give --pixel SLOW FAST, once or more often, or --all-pixels."});
    }
}

/// Forms that are written as they are computed, and so need a file.
void check_destination(const TraceOptions& options, const std::string& dialect) {
    if (options.out.empty() && (dialect == "binary" || options.all_pixels)) {
        throw InputError({.where = dialect == "binary" ? "--dialect binary" : "--all-pixels",
                          .problem = "needs a file",
                          .reason = "its number of records is filled in when all are written",
                          .remedy = "Give --out FILE."});
    }
    options.bundle.require_outside({options.out});
    if (options.bundle.wanted() && (dialect == "binary" || options.all_pixels)) {
        throw InputError({.where = "--bundle",
                          .problem = "does not go with --all-pixels or --dialect binary",
                          .reason = "a bundle keeps traces of chosen pixels, as text",
                          .remedy = "Bundle the comparison of two such files: tapir diff A B "
                                    "--bundle DIR."});
    }
    if (options.all_pixels && dialect != "native" && dialect != "binary") {
        throw InputError({.where = "--all-pixels",
                          .problem = "does not go with --dialect " + dialect,
                          .reason = "those lines are collected in memory",
                          .remedy = "Use --dialect native or binary."});
    }
}

TraceRecipe recipe_for(const TraceOptions& options, const engine::Experiment& experiment) {
    TraceRecipe recipe =
        recipe_of(options.scene, chosen_dialect(options), pixels_of(options, experiment));
    recipe.emit_rot_stars = options.emit_rot_stars;
    return recipe;
}

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
    add("--phi-mode", scene.phi_mode, !scene.phi_mode.empty());
    add("--c-threads", std::to_string(scene.c_threads), scene.c_threads != 1);
    add("--arithmetic", scene.arithmetic, !scene.arithmetic.empty());
    add("--device", scene.device, scene.device != SceneOptions().device);
    add("--dtype", scene.dtype, scene.dtype != SceneOptions().dtype);
    return command;
}

/// What a bundle says of its trace. @param native  the same trace, which says where records belong
reports::TraceReport report_of(const TraceOptions& options, const LoadedScene& scene,
                               const KeptFile& kept, const std::string& text,
                               const trace::TraceFile& native) {
    const TraceRecipe& recipe = kept.recipe.value();
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    reports::TraceReport report{
        .scene = options.scene.description() + ", digest " + scene.experiment.digest,
        .side =
            fmt::format("{}, {} arithmetic, {}, phi mode {}, {} emulated thread(s)", recipe.device,
                        recipe.arithmetic, recipe.dtype, recipe.phi_mode, recipe.c_threads),
        .file = kept.file + ", dialect " + recipe.dialect,
        .records = trace::parse_trace(text, kept.file, dictionary.terminal_keys).records.size(),
        .final_tap = dictionary.factors.back().second,
        .pixels = {},
        .notices = {},
        .how_to_compare = how_to_compare(options.scene, kept.file)};
    for (const auto& [pixel, value] : final_values(native)) {
        report.pixels.emplace_back(fmt::format("{} {}", pixel.slow, pixel.fast), value);
    }
    for (const engine::Notice& notice : scene.experiment.notices) {
        report.notices.push_back(notice.text);
    }
    return report;
}

/// The trace, the scene with its files, and how to make it again.
void write_bundle(const TraceOptions& options, const LoadedScene& scene, const TraceRecipe& recipe,
                  const std::string& text) {
    reports::FolderDraft draft(options.bundle.target());
    BundleSnapshot snapshot;
    snapshot.kind = "trace";
    stage_scene(draft, options.scene, scene.request, scene.experiment, options.bundle.limit_bytes(),
                snapshot);
    snapshot.subjects.push_back(keep_text(draft, "trace", "trace_" + recipe.device + ".log", text));
    snapshot.subjects.back().recipe = recipe;
    TraceRecipe native = recipe; // which says of every record where it belongs
    native.dialect = "native";
    const std::string file = snapshot.subjects.back().file;
    const trace::TraceFile records =
        trace::parse_trace(make_trace(options.scene, scene.experiment, native), file,
                           engine::nanobragg_dictionary().terminal_keys);
    write_per_phi(draft, recipe.device, records);
    const reports::TraceReport report =
        report_of(options, scene, snapshot.subjects.back(), text, records);
    reports::PageMatter page;
    page.command = options.bundle.command_line;
    page.provenance = {{"scene digest", scene.experiment.digest},
                       {"SHA-256 of the trace", snapshot.subjects.back().sha256}};
    draft.write("summary.md", reports::trace_markdown(report));
    draft.write("report.html", reports::trace_page(report, page));
    drop_links(draft, snapshot);
    draft.write(snapshot_name, snapshot_text(snapshot, &scene.experiment));
    finish_bundle(draft, options.bundle.command_line, ExitCode::success);
}

ExitCode run_trace(const TraceOptions& options) {
    const std::string dialect = chosen_dialect(options);
    check_pixels(options);
    check_destination(options, dialect);
    const engine::RunOptions run =
        options.scene.run_options(); // a device that is not there is said first
    const LoadedScene scene = options.scene.loaded();
    const TraceRecipe recipe = recipe_for(options, scene.experiment);
    if (dialect == "binary" || options.all_pixels) {
        write_trace(options.out, dialect == "binary", options.scene, scene.experiment, run,
                    recipe.pixels);
        return ExitCode::success;
    }
    const std::string text = make_trace(options.scene, scene.experiment, recipe);
    if (options.bundle.wanted()) {
        write_bundle(options, scene, recipe, text);
    }
    if (!options.out.empty()) {
        write_file_atomically(options.out, text);
    } else if (!options.bundle.wanted()) {
        print(text);
    }
    return ExitCode::success;
}

} // namespace

void add_trace_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args,
                       const std::string& command_line) {
    auto options = std::make_shared<TraceOptions>();
    CLI::App* command =
        app.add_subcommand("trace", "Record every intermediate value of chosen pixels");
    options->scene.declare(*command, args);
    command
        ->add_option("-p,--pixel", options->pixels,
                     "SLOW FAST, row then column from 0; may be given again")
        ->type_size(2)
        ->type_name("SLOW FAST");
    command->add_flag("--all-pixels", options->all_pixels,
                      "Trace every pixel that is rendered; native or binary, with --out and "
                      "without a bundle");
    command
        ->add_option("--dialect", options->dialect,
                     "How the trace is written; binary with --out and without a bundle [native]")
        ->check(CLI::IsMember({"native", "binary", "c", "py"}));
    command->add_flag("--emit-rot-stars", options->emit_rot_stars,
                      "Add TRACE_PY_ROTSTAR lines; selects --dialect py");
    command->add_option("-o,--out", options->out,
                        "File; without it and without a bundle, standard output");
    options->bundle.declare(*command, command_line);
    command->footer(
        "Examples:\n"
        "  tapir trace --config supervisor --pixel 685 1039 --out pixel.trace\n"
        "  tapir trace --args-file args.txt --pixel 0 0 --phi-mode c-parity --dialect c\n"
        "  tapir trace --config supervisor --all-pixels --dialect binary --out all.bin\n"
        "  tapir trace import their.log --out theirs.trace\n"
        "  tapir trace --pixel 51 51 -- -default_F 100 -cell 100 100 100 90 90 90 -N 5\n"
        "--bundle keeps chosen pixels as text: not with --all-pixels or --dialect binary. Of\n"
        "such files the comparison is bundled: tapir diff a.bin b.bin --bundle DIR\n"
        "Exit code: 0 success, 2 bad input, 5 internal error, 6 no such device");
    add_import_command(*command, exit_code);
    command->callback([command, options, &exit_code] {
        if (command->get_subcommands().empty()) {
            exit_code = run_trace(*options);
        }
    });
}

} // namespace tapir::harness
