#include "tapir/engine/files/integer_images.hpp"

#include <algorithm>
#include <cmath>

#include "smv_header.hpp"
#include "tapir/engine/random/generator.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::engine {

namespace {

constexpr int printed_digits = 6; ///< of printf's %g
constexpr double most_value = 65535.0;

/// Calls `visit(index)` for each pixel of the region of interest, row by row.
template <class Visit>
void for_each_in_region(const ExperimentRequest& input, Visit visit) {
    const RenderedPixels pixels(input);
    for (int slow = 0; slow < input.pixels_slow; ++slow) {
        for (int fast = 0; fast < input.pixels_fast; ++fast) {
            if (pixels.in_region({slow, fast})) {
                visit(static_cast<std::size_t>(slow) * static_cast<std::size_t>(input.pixels_fast) +
                      static_cast<std::size_t>(fast));
            }
        }
    }
}

double integer_scale(const Experiment& experiment, const ImageStatistics& statistics) {
    const double asked = experiment.input.images.integer_scale;
    constexpr double of_the_brightest = 55000.0;
    if (asked > 0) {
        return asked;
    }
    return statistics.brightest > 0 ? of_the_brightest / statistics.brightest : 1.0;
}

std::string with_header(const Experiment& experiment, const std::vector<std::uint16_t>& values) {
    return smv_header(experiment) + std::string(reinterpret_cast<const char*>(values.data()),
                                                values.size() * sizeof(std::uint16_t));
}

} // namespace

ImageStatistics statistics_of(const Experiment& experiment, const std::vector<float>& photons) {
    const ExperimentRequest& input = experiment.input;
    ImageStatistics result;
    double sum = 0;
    double rendered = 0;
    for_each_in_region(input, [&](std::size_t i) {
        if (input.mask == nullptr || (*input.mask)[i] != 0) {
            const auto value = static_cast<double>(photons[i]);
            result.brightest = std::max(result.brightest, value);
            sum += value;
            rendered += 1;
        }
    });
    result.mean = sum / std::max(rendered, 1.0);
    double squares = 0;
    double count = 0;
    for_each_in_region(input, [&](std::size_t i) {
        const double difference = static_cast<double>(photons[i]) - result.mean;
        squares += difference * difference;
        count += 1;
    });
    result.standard_deviation = std::sqrt(squares / (count <= 1 ? 1 : count - 1));
    return result;
}

std::string smv_image(const Experiment& experiment, const std::vector<float>& photons) {
    const double scale = integer_scale(experiment, statistics_of(experiment, photons));
    const double offset = experiment.input.images.adc_offset;
    std::vector<std::uint16_t> values(photons.size());
    for_each_in_region(experiment.input, [&](std::size_t i) {
        const double value =
            std::clamp(static_cast<double>(photons[i]) * scale + offset, 0.0, most_value);
        constexpr double half = 0.5;
        // rounded in single precision, as the C program does
        values[i] = static_cast<std::uint16_t>(std::floor(static_cast<float>(value + half)));
    });
    return with_header(experiment, values);
}

std::string smv_noise_image(const Experiment& experiment, const std::vector<float>& photons,
                            long seed) {
    NoiseGenerator noise(experiment.random, seed);
    const double offset = experiment.input.images.adc_offset;
    std::vector<std::uint16_t> values(photons.size());
    for_each_in_region(experiment.input, [&](std::size_t i) {
        const double value = static_cast<double>(noise.poisson(photons[i])) + offset;
        constexpr double least = -2147483648.0;
        // a value below 0 wraps around, as the C program's conversion does on x86-64
        values[i] =
            static_cast<std::uint16_t>(static_cast<int>(std::clamp(value, least, most_value)));
    });
    return with_header(experiment, values);
}

std::string pgm_image(const Experiment& experiment, const std::vector<float>& photons) {
    const ExperimentRequest& input = experiment.input;
    const ImageStatistics statistics = statistics_of(experiment, photons);
    constexpr double white = 255.0;
    constexpr double bright = 250.0;
    constexpr double deviations = 5.0;
    double scale = input.images.pgm_scale;
    if (scale <= 0) {
        scale = statistics.standard_deviation > 0
                    ? bright / (deviations * statistics.standard_deviation)
                    : integer_scale(experiment, statistics);
    }
    std::string bytes(photons.size(), '\0');
    for_each_in_region(input, [&](std::size_t i) {
        const double value = std::min(static_cast<double>(photons[i]) * scale, white);
        bytes[i] = static_cast<char>(static_cast<unsigned char>(std::max(value, 0.0)));
    });
    return "P5\n" + std::to_string(input.pixels_fast) + " " + std::to_string(input.pixels_slow) +
           "\n# pixels scaled by " + trace::general(scale, printed_digits) + "\n255\n" + bytes;
}

} // namespace tapir::engine
