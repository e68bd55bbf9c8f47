#include "commands/trace_command.hpp"

#include <memory>

#include "bundle/trace_bundle.hpp"
#include "commands/import_command.hpp"
#include "commands/option_checks.hpp"
#include "commands/option_groups.hpp"
#include "compare/root_conditioning.hpp"
#include "console/output_file.hpp"
#include "run/native_trace.hpp"
#include "scene/device_words.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

struct TraceOptions {
    SceneOptions scene;
    std::vector<trace::Pixel> pixels;
    std::string dialect;                 ///< empty: native, or py with --emit-rot-stars
    std::vector<std::string> derivative; ///< of the taps by these parameters; empty: the values
    bool emit_rot_stars = false, all_pixels = false;
    std::string out;
    std::string conditioning; ///< file; "": not asked for
    BundleOption bundle;
};

std::vector<trace::Pixel> pixels_of(const TraceOptions& options,
                                    const engine::Experiment& experiment) {
    if (options.all_pixels) {
        return engine::RenderedPixels(experiment.input).all();
    }
    return options.pixels;
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
    if ((options.out.empty() || options.out == "-") &&
        (dialect == "binary" || options.all_pixels)) {
        throw InputError({.where = dialect == "binary" ? "--dialect binary" : "--all-pixels",
                          .problem = "needs a file",
                          .reason = "its number of records is filled in when all are written",
                          .remedy = "Give --out FILE."});
    }
    options.bundle.require_outside({options.out, options.conditioning});
    require_one_standard_output({options.out.empty() ? "-" : options.out, options.conditioning});
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

/// The derivatives of every tap, instead of its values.
std::string derivative_text(TraceOptions options) {
    if (options.all_pixels || options.emit_rot_stars || options.bundle.wanted() ||
        (!options.dialect.empty() && options.dialect != "native")) {
        throw InputError({.where = "--derivative",
                          .problem = "goes with chosen pixels in the native dialect, without a "
                                     "bundle",
                          .reason = "no other form has a place for the parameter, and a bundle "
                                    "could not make the trace again",
                          .remedy = "Give --pixel SLOW FAST, and --out FILE."});
    }
    options.scene.usual_arithmetic = "portable"; // the only one with derivatives
    const engine::RunSpec run = options.scene.run_spec();
    return native_derivatives(options.scene, options.scene.load(), run, options.derivative,
                              options.pixels);
}

TraceRecipe recipe_for(const TraceOptions& options, const engine::Experiment& experiment) {
    TraceRecipe recipe =
        recipe_of(options.scene, chosen_dialect(options), pixels_of(options, experiment));
    recipe.emit_rot_stars = options.emit_rot_stars;
    return recipe;
}

ExitCode run_trace(const TraceOptions& options) {
    const std::string dialect = chosen_dialect(options);
    check_pixels(options);
    check_destination(options, dialect);
    if (!options.derivative.empty()) {
        const std::string text = derivative_text(options);
        write_output(options.out.empty() ? "-" : options.out, text);
        return ExitCode::success;
    }
    const engine::RunSpec run =
        options.scene.run_spec(); // a device that is not there is said first
    say_limits(run.device);
    const LoadedScene scene = options.scene.loaded();
    const TraceRecipe recipe = recipe_for(options, scene.experiment);
    if (!options.conditioning.empty()) {
        write_output(options.conditioning,
                     conditioning_lines(scene.experiment, run, recipe.pixels));
    }
    if (dialect == "binary" || options.all_pixels) {
        write_trace(options.out, dialect == "binary", options.scene, scene.experiment, run,
                    recipe.pixels);
        return ExitCode::success;
    }
    const std::string text = make_trace(options.scene, scene.experiment, recipe);
    if (options.bundle.wanted()) {
        write_trace_bundle(options.scene, scene, recipe, text, options.bundle);
    }
    if (!options.out.empty()) {
        write_output(options.out, text);
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
    add_scene_and_run_options(*command, options->scene, args);
    add_pixel_option(*command, options->pixels,
                     "SLOW FAST, row then column from 0; may be given again");
    command->add_flag("--all-pixels", options->all_pixels,
                      "Trace every pixel that is rendered; native or binary, with --out and "
                      "without a bundle");
    command
        ->add_option("--dialect", options->dialect,
                     "How the trace is written; binary with --out and without a bundle [native]")
        ->check(one_of({"native", "binary", "c", "py"}));
    command->add_flag("--emit-rot-stars", options->emit_rot_stars,
                      "Add TRACE_PY_ROTSTAR lines; selects --dialect py");
    command
        ->add_option("--derivative", options->derivative,
                     "Derivatives of every tap by numbers of the scene, as of tapir gradient, "
                     "instead of its values")
        ->delimiter(',')
        ->type_name("NAME,...");
    command->add_option("-o,--out", options->out,
                        "File; without it and without a bundle, standard output");
    command
        ->add_option("--conditioning", options->conditioning,
                     "JSON lines: by how much each record moves with its inputs and with each "
                     "number of the scene")
        ->excludes(command->get_option("--derivative"));
    add_bundle_options(*command, options->bundle, command_line);
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
