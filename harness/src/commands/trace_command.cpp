#include <memory>

#include "../bundle_comparison.hpp"
#include "../bundle_stage.hpp"
#include "commands.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"

namespace tapir::harness {

namespace {

struct TraceOptions {
    SceneOptions scene;
    std::vector<int> pixels; ///< slow, fast, slow, fast, ...
    std::string dialect;     ///< empty: native, or py with --emit-rot-stars
    bool emit_rot_stars = false;
    std::string out;
    BundleOption bundle;
};

std::vector<engine::PixelIndex> pixels_of(const TraceOptions& options) {
    std::vector<engine::PixelIndex> pixels;
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

TraceRecipe recipe_for(const TraceOptions& options) {
    TraceRecipe recipe = recipe_of(options.scene, chosen_dialect(options), pixels_of(options));
    recipe.emit_rot_stars = options.emit_rot_stars;
    return recipe;
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
    write_per_phi(draft, recipe.device,
                  trace::parse_trace(make_trace(options.scene, scene.experiment, native),
                                     snapshot.subjects.back().file,
                                     engine::nanobragg_dictionary().terminal_keys));
    drop_links(draft, snapshot);
    draft.write(snapshot_name, snapshot_text(snapshot, &scene.experiment));
    finish_bundle(draft, options.bundle.command_line, ExitCode::success);
}

ExitCode run_trace(const TraceOptions& options) {
    const TraceRecipe recipe = recipe_for(options);
    (void)options.scene.run_options(); // a device that is not there is said before anything is read
    const LoadedScene scene = options.scene.loaded();
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
        ->required()
        ->type_size(2)
        ->type_name("SLOW FAST");
    command->add_option("--dialect", options->dialect, "How the trace is written [native]")
        ->check(CLI::IsMember({"native", "c", "py"}));
    command->add_flag("--emit-rot-stars", options->emit_rot_stars,
                      "Add TRACE_PY_ROTSTAR lines; selects --dialect py");
    command->add_option("-o,--out", options->out,
                        "File; without it and without a bundle, standard output");
    options->bundle.declare(*command, command_line);
    command->footer(
        "Examples:\n"
        "  tapir trace --config supervisor --pixel 685 1039 --out pixel.trace\n"
        "  tapir trace --args-file args.txt --pixel 0 0 --phi-mode c-parity --dialect c\n"
        "  tapir trace --pixel 51 51 -- -default_F 100 -cell 100 100 100 90 90 90 -N 5\n"
        "Exit code: 0 success, 2 bad input, 5 internal error, 6 no such device");
    command->callback([options, &exit_code] { exit_code = run_trace(*options); });
}

} // namespace tapir::harness
