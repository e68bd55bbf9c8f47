#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "image/pixel_pair.hpp"

namespace tapir::trace {

/// The brightest pixels of both images, which tell where things lie whatever became of the values.
struct BrightestPixels {
    std::vector<std::size_t> before; ///< in file order
    std::vector<std::size_t> after;  ///< in file order

    [[nodiscard]] bool is_after(std::size_t pixel) const {
        return std::binary_search(after.begin(), after.end(), pixel);
    }
};

/// In file order, at most an eighth of the image. Of equal pixels the first count.
inline std::vector<std::size_t> brightest_of(std::span<const double> image) {
    constexpr std::size_t most = 400;
    constexpr std::size_t least_part = 8;
    std::vector<std::size_t> pixels;
    for (std::size_t i = 0; i < image.size(); ++i) {
        if (std::isfinite(image[i])) {
            pixels.push_back(i);
        }
    }
    const std::size_t kept = std::min({most, image.size() / least_part, pixels.size()});
    std::partial_sort(pixels.begin(), pixels.begin() + static_cast<std::ptrdiff_t>(kept),
                      pixels.end(), [image](std::size_t one, std::size_t other) {
                          return image[one] != image[other] ? image[one] > image[other]
                                                            : one < other;
                      });
    pixels.resize(kept);
    std::sort(pixels.begin(), pixels.end());
    return pixels;
}

inline BrightestPixels brightest_pixels(const PixelPair& pair) {
    return {brightest_of(pair.before), brightest_of(pair.after)};
}

} // namespace tapir::trace
