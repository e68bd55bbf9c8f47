#include "commands/render_command.hpp"

#include <memory>

#include "commands/option_checks.hpp"
#include "commands/option_groups.hpp"
#include "console/output_file.hpp"
#include "run/derivative_files.hpp"
#include "run/render_files.hpp"

namespace tapir::harness {

void add_render_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto options = std::make_shared<RenderOptions>();
    CLI::App* command = app.add_subcommand("render", "Render the whole detector");
    options->scene.usual_arithmetic = "portable";
    add_scene_and_run_options(*command, options->scene, args);
    command->add_option("-f,--float-out", options->float_out,
                        "Float image: little-endian float32, [slow][fast], no header");
    command->add_option("--raw-out", options->raw_out,
                        "The same in float64, not rounded: for comparing bits");
    command->add_option("--smv-out", options->smv_out, "SMV image, 16 bits, without noise");
    command->add_option("--noise-out", options->noise_out, "SMV image with Poisson noise");
    command->add_option("--pgm-out", options->pgm_out, "Graymap, 8 bits");
    command->add_option("--derivative", options->derivative,
                        "Derivative by a number of the scene, as of tapir gradient, instead of "
                        "photons: --raw-out, --float-out");
    add_picture_options(*command, options->picture);
    command->add_option("--dump-out", options->dump_out,
                        "Structure factor cache in the C program's format (Fdump.bin)");
    command->add_option("-t,--threads", options->threads, "Threads; 0: all")
        ->check(whole_number(0, 1 << 12))
        ->capture_default_str();
    command->footer("Examples:\n"
                    "  tapir render --config supervisor --float-out supervisor.f32\n"
                    "  tapir render --args-file args.txt --smv-out int.img --png-out look.png\n"
                    "Exit code: 0 success, 2 bad input, 5 internal error, 6 no such device");
    command->callback([options, &exit_code] {
        print_beside(options->derivative.empty() ? render_to_files(*options)
                                                 : derivative_to_files(*options),
                     options->outputs());
        exit_code = ExitCode::success;
    });
}

} // namespace tapir::harness
