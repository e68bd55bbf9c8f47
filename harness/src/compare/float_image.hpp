#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "tapir/trace/image/image_comparison.hpp"

namespace tapir::harness {

/// An image as numbers.
struct FloatImage {
    int slow = 0, fast = 0;
    std::vector<double> values; ///< [slow][fast]

    [[nodiscard]] trace::ImageView view() const { return {values, slow, fast}; }
};

/// Whether a file is an image, by its first bytes or its name, and not a trace.
[[nodiscard]] bool looks_like_image(const std::filesystem::path& path);

/// Reads a NumPy array, an SMV image, or raw little-endian float32.
/// @param size  {slow, fast} of the detector; raw images do not tell it and need it
/// @throws InputError  a file that cannot be read as one of these
[[nodiscard]] FloatImage read_float_image(const std::filesystem::path& path,
                                          std::optional<std::pair<int, int>> size);

} // namespace tapir::harness
