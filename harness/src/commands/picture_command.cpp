#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "commands/commands.hpp"
#include "compare/float_image.hpp"
#include "compare/picture_output.hpp"
#include "console/spooled_input.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

struct PictureOptions {
    std::string image;
    std::vector<int> size; ///< empty, or slow and fast
    SceneOptions scene;
    PictureOutput output;
};

void check_options(const PictureOptions& options) {
    std::error_code ignored;
    if (std::filesystem::equivalent(options.image, options.output.file, ignored)) {
        throw InputError({.where = options.output.file,
                          .problem = "is the image itself",
                          .reason = "the picture would overwrite it",
                          .remedy = "Give --png-out another file."});
    }
    if (options.scene.given() && !options.size.empty()) {
        throw InputError({.where = "--size",
                          .problem = "does not go with a scene",
                          .reason = "the scene tells the size",
                          .remedy = "Give one of them."});
    }
}

/// @param stated  {slow, fast}, from the scene or the user
FloatImage read_image(const std::string& file, std::optional<std::pair<int, int>> stated) {
    FloatImage image = read_float_image(file, stated);
    if (stated && *stated != std::pair{image.slow, image.fast}) {
        throw InputError(
            {.where = file,
             .problem = fmt::format("holds {} x {} pixels (slow x fast), not {} x {}", image.slow,
                                    image.fast, stated->first, stated->second),
             .reason = "axes and rings would stand in the wrong place",
             .remedy = "Give the scene or the size it was made with; raw images are float32."});
    }
    return image;
}

std::vector<float> single_precision(const FloatImage& image, const std::string& file) {
    std::vector<float> values;
    values.reserve(image.values.size());
    for (const double value : image.values) {
        values.push_back(static_cast<float>(value));
        if (std::isfinite(value) && !std::isfinite(values.back())) {
            throw InputError({.where = file,
                              .problem = fmt::format("holds {:g}", value),
                              .reason = "shades are computed in single precision, which ends at "
                                        "3.4e38",
                              .remedy = "Give the image in other units."});
        }
    }
    return values;
}

/// What a scale can show of an image.
void require_something_to_see(const PictureOptions& options, const std::vector<float>& values) {
    const bool above_zero = options.output.scale == "log" || options.output.scale == "sqrt";
    const bool any = std::any_of(values.begin(), values.end(), [above_zero](float value) {
        return std::isfinite(value) && (!above_zero || value > 0);
    });
    if (!any) {
        throw InputError(
            {.where = options.image,
             .problem = above_zero ? "holds no positive number" : "holds no finite number",
             .reason = "there is nothing to see on the scale " + options.output.scale,
             .remedy =
                 above_zero ? "Try --png-scale linear." : "Look at where the image is made."});
    }
}

/// The ends of the scale, and how many pixels lie beyond them or nowhere.
std::string summary(const PictureOptions& options, const PictureSubject& subject,
                    const reports::Shading& shading) {
    std::size_t no_number = 0;
    std::size_t below = 0;
    std::size_t above = 0;
    for (const float value : subject.values) {
        const auto number = static_cast<double>(value);
        no_number += std::isfinite(value) ? 0U : 1U;
        below += std::isfinite(value) && number < shading.low ? 1U : 0U;
        above += std::isfinite(value) && number > shading.high ? 1U : 0U;
    }
    std::string text = fmt::format(
        "{}: {} x {} pixels (slow x fast), {} scale from {:.6g} to {:.6g}", options.output.file,
        subject.slow, subject.fast, options.output.scale, shading.low, shading.high);
    if (below + above > 0) {
        text += fmt::format("; {} pixel(s) lie below it, {} above", below, above);
    }
    if (no_number > 0) {
        text += fmt::format("; {} are no finite number and look like the lower end", no_number);
    }
    return text + "\n";
}

ExitCode run_picture(PictureOptions options) {
    options.output.check();
    check_options(options);
    options.image = readable_again(options.image);
    std::optional<engine::Experiment> experiment;
    std::optional<std::pair<int, int>> size;
    if (options.scene.given()) {
        experiment = options.scene.load();
        size = {experiment->input.pixels_slow, experiment->input.pixels_fast};
    } else if (!options.size.empty()) {
        size = {options.size[0], options.size[1]};
    }
    const FloatImage image = read_image(options.image, size);
    const std::vector<float> values = single_precision(image, options.image);
    require_something_to_see(options, values);
    const bool rings = experiment && options.output.axes;
    const PictureSubject subject{values, image.slow, image.fast, "pixel value",
                                 rings ? spacing_map(*experiment) : nullptr};
    const reports::Shading shading = options.output.shading(subject);
    write_file_atomically(options.output.file, options.output.png(subject, shading));
    print(summary(options, subject, shading));
    return ExitCode::success;
}

} // namespace

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
        ->check(CLI::PositiveNumber);
    options->output.declare(*command);
    command->get_option("--png-out")->required();
    options->scene.declare_scene(*command, args);
    command->footer("With a scene, --png-axes draws resolution rings too. Nothing is rendered.\n"
                    "Examples:\n"
                    "  tapir picture theirs.npy --png-out theirs.png --png-axes --png-scale log\n"
                    "  tapir picture image.f32 --size 512 1024 --png-out image.png\n"
                    "  tapir picture image.f32 --config supervisor --png-axes --png-out image.png\n"
                    "Exit code: 0 written, 2 bad input");
    command->callback([options, &exit_code] { exit_code = run_picture(*options); });
}

} // namespace tapir::harness
