#include "compare/image_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <utility>

#include "compare/float_image.hpp"
#include "console/output_file.hpp"
#include "console/spooled_input.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

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

} // namespace

std::string paint_image(PictureOptions options) {
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
    write_output(options.output.file, options.output.png(subject, shading));
    return summary(options, subject, shading);
}

} // namespace tapir::harness
