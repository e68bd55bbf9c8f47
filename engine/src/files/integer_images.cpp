#include "tapir/engine/files/integer_images.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "smv_header.hpp"
#include "tapir/engine/image.hpp"
#include "tapir/engine/random/generator.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::engine {

namespace {

constexpr int printed_digits = 6; ///< of printf's %g
constexpr double most_value = 65535.0;

/// The pixels of the region of interest in one row, as places in the image.
struct RowSpan {
    std::size_t begin = 0, end = 0;
};

std::vector<RowSpan> spans_of_region(const ExperimentRequest& input) {
    const RenderedPixels pixels(input);
    std::vector<RowSpan> spans;
    for (int slow = 0; slow < input.pixels_slow; ++slow) {
        const auto row =
            static_cast<std::size_t>(slow) * static_cast<std::size_t>(input.pixels_fast);
        if (const auto [first, last] = pixels.region_in_row(slow); first <= last) {
            spans.push_back(
                {row + static_cast<std::size_t>(first), row + static_cast<std::size_t>(last) + 1});
        }
    }
    return spans;
}

/// Calls `visit(index)` for each pixel of the region of interest, row by row.
template <class Visit>
void for_each_in_region(const ExperimentRequest& input, Visit visit) {
    for (const RowSpan& span : spans_of_region(input)) {
        for (std::size_t i = span.begin; i < span.end; ++i) {
            visit(i);
        }
    }
}

/// The same for pixels that have nothing to do with each other: rows in parallel.
template <class Visit>
void for_each_in_region_at_once(const ExperimentRequest& input, Visit visit) {
    const std::vector<RowSpan> spans = spans_of_region(input);
#pragma omp parallel for schedule(static)
    for (const RowSpan& span : spans) {
        for (std::size_t i = span.begin; i < span.end; ++i) {
            visit(i);
        }
    }
}

double integer_scale(const Experiment& experiment, std::span<const float> photons) {
    const double asked = experiment.input.images.integer_scale;
    constexpr double of_the_brightest = 55000.0;
    if (asked > 0) {
        return asked;
    }
    const double brightest = static_cast<double>(
        summary_of(photons, static_cast<std::size_t>(experiment.input.pixels_fast)).brightest);
    return brightest > 0 ? of_the_brightest / brightest : 1.0;
}

/// A file of 16-bit pixels that are 0 outside the region of interest.
class SmvFile {
  public:
    SmvFile(const Experiment& experiment, std::size_t pixels)
        : bytes_(smv_header(experiment)), first_(bytes_.size()) {
        bytes_.resize(first_ + pixels * sizeof(std::uint16_t));
    }
    void set(std::size_t pixel, std::uint16_t value) {
        std::memcpy(bytes_.data() + first_ + pixel * sizeof value, &value, sizeof value);
    }
    [[nodiscard]] std::string bytes() && { return std::move(bytes_); }

  private:
    std::string bytes_;
    std::size_t first_;
};

} // namespace

ImageStatistics statistics_of(const Experiment& experiment, std::span<const float> photons) {
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

std::string smv_image(const Experiment& experiment, std::span<const float> photons) {
    const double scale = integer_scale(experiment, photons);
    const double offset = experiment.input.images.adc_offset;
    SmvFile file(experiment, photons.size());
    for_each_in_region_at_once(experiment.input, [&, scale, offset](std::size_t i) {
        const double scaled = static_cast<double>(photons[i]) * scale + offset;
        const double positive = scaled > 0.0 ? scaled : 0.0;
        const double value = positive < most_value ? positive : most_value;
        constexpr double half = 0.5;
        // rounded in single precision, as the C program does
        file.set(i, static_cast<std::uint16_t>(static_cast<int>(static_cast<float>(value + half))));
    });
    return std::move(file).bytes();
}

std::string smv_noise_image(const Experiment& experiment, std::span<const float> photons,
                            long seed) {
    NoiseGenerator noise(experiment.random, seed);
    const double offset = experiment.input.images.adc_offset;
    SmvFile file(experiment, photons.size());
    for_each_in_region(experiment.input, [&](std::size_t i) {
        const double value = static_cast<double>(noise.poisson(photons[i])) + offset;
        constexpr double least = -2147483648.0;
        // a value below 0 wraps around, as the C program's conversion does on x86-64
        file.set(
            i, static_cast<std::uint16_t>(static_cast<int>(std::clamp(value, least, most_value))));
    });
    return std::move(file).bytes();
}

std::string pgm_image(const Experiment& experiment, std::span<const float> photons) {
    const ExperimentRequest& input = experiment.input;
    const ImageStatistics statistics = statistics_of(experiment, photons);
    constexpr double white = 255.0;
    constexpr double bright = 250.0;
    constexpr double deviations = 5.0;
    double scale = input.images.pgm_scale;
    if (scale <= 0) {
        scale = statistics.standard_deviation > 0
                    ? bright / (deviations * statistics.standard_deviation)
                    : integer_scale(experiment, photons);
    }
    std::string bytes(photons.size(), '\0');
    for_each_in_region_at_once(input, [&](std::size_t i) {
        const double value = std::min(static_cast<double>(photons[i]) * scale, white);
        bytes[i] = static_cast<char>(static_cast<unsigned char>(std::max(value, 0.0)));
    });
    return "P5\n" + std::to_string(input.pixels_fast) + " " + std::to_string(input.pixels_slow) +
           "\n# pixels scaled by " + trace::general(scale, printed_digits) + "\n255\n" + bytes;
}

} // namespace tapir::engine
