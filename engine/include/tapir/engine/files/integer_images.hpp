#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// Figures of a float image that scale the integer ones, summed row by row as in the C program.
struct ImageStatistics {
    double brightest = 0;          ///< largest value above 0
    double mean = 0;               ///< of the rendered pixels
    double standard_deviation = 0; ///< of the region of interest, masked pixels as 0
};

/// @param photons  float image, [slow][fast]
[[nodiscard]] ImageStatistics statistics_of(const Experiment& experiment,
                                            std::span<const float> photons);

/// SMV image of the noiseless photons: value x scale + offset, rounded half up, 0 to 65535.
/// @return the file's bytes: a header of 512 bytes, then little-endian unsigned 16-bit [slow][fast]
[[nodiscard]] std::string smv_image(const Experiment& experiment, std::span<const float> photons);

/// SMV image of Poisson deviates of the photons plus offset.
/// @param seed  the user's seed
[[nodiscard]] std::string smv_noise_image(const Experiment& experiment,
                                          std::span<const float> photons, long seed);

/// Portable graymap of the photons: value x scale, cut off to 0 to 255.
[[nodiscard]] std::string pgm_image(const Experiment& experiment, std::span<const float> photons);

} // namespace tapir::engine
