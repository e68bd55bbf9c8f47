#include "commands/picture_command.hpp"

#include <memory>

#include "commands/option_checks.hpp"
#include "commands/option_groups.hpp"
#include "compare/image_picture.hpp"
#include "console/output_file.hpp"

namespace tapir::harness {

void add_picture_command(CLI::App& app, ExitCode& exit_code, const NanobraggArgs& args) {
    auto options = std::make_shared<PictureOptions>();
    CLI::App* command =
        app.add_subcommand("picture", "Paint an image of any program as a PNG file");
    command->add_option("image", options->image, "A .npy, SMV or raw float32 image")->required();
    command
        ->add_option("--size", options->size,
                     "Pixels of a raw image; a square one and a scene tell them")
        ->expected(2)
        ->type_name("SLOW FAST")
        ->check(pixel_count());
    add_picture_options(*command, options->output);
    command->get_option("--png-out")->required();
    add_scene_options(*command, options->scene, args);
    command->footer("With a scene, --png-axes draws resolution rings too. Nothing is rendered.\n"
                    "Examples:\n"
                    "  tapir picture theirs.npy --png-out theirs.png --png-axes --png-scale log\n"
                    "  tapir picture image.f32 --size 512 1024 --png-out image.png\n"
                    "  tapir picture image.f32 --config supervisor --png-axes --png-out image.png\n"
                    "Exit code: 0 written, 2 bad input");
    command->callback([options, &exit_code] {
        print_beside(paint_image(*options), {options->output.file});
        exit_code = ExitCode::success;
    });
}

} // namespace tapir::harness
