#include "run/pixel_checks.hpp"

#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

void require_inside(const Experiment& experiment, const std::vector<trace::Pixel>& pixels) {
    const ExperimentRequest& input = experiment.input;
    for (const trace::Pixel& pixel : pixels) {
        if (pixel.slow < 0 || pixel.slow >= input.pixels_slow || pixel.fast < 0 ||
            pixel.fast >= input.pixels_fast) {
            throw InputError(
                {.where =
                     "--pixel " + std::to_string(pixel.slow) + " " + std::to_string(pixel.fast),
                 .problem = "lies outside the detector of " + std::to_string(input.pixels_slow) +
                            " x " + std::to_string(input.pixels_fast) + " pixels (slow x fast)",
                 .reason = "there is nothing to trace",
                 .remedy = "Give SLOW from 0 to " + std::to_string(input.pixels_slow - 1) +
                           " and FAST from 0 to " + std::to_string(input.pixels_fast - 1) +
                           ", in this order."});
        }
    }
}

void require_rendered(const Experiment& experiment, const std::vector<trace::Pixel>& pixels) {
    const RenderedPixels rendered(experiment.input);
    for (const trace::Pixel& pixel : pixels) {
        if (!rendered.has(pixel)) {
            throw InputError(
                {.where =
                     "--pixel " + std::to_string(pixel.slow) + " " + std::to_string(pixel.fast),
                 .problem = "is not rendered",
                 .reason = "it lies outside the region of interest, or its mask value is 0",
                 .remedy = "Give another pixel, or drop the region or the mask."});
        }
    }
}

} // namespace tapir::engine
