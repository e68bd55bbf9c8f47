#include "tapir/reports/picture.hpp"

#include <png.h>

#include <algorithm>
#include <cmath>

#include "tapir/trace/error.hpp"

namespace tapir::reports {

namespace {

/// The value above which a pixel is black.
double black_point(std::span<const float> values) {
    std::vector<float> positive;
    std::copy_if(values.begin(), values.end(), std::back_inserter(positive),
                 [](float value) { return std::isfinite(value) && value > 0; });
    if (positive.empty()) {
        return 1;
    }
    constexpr std::size_t black_share = 1000;
    const std::size_t rank = positive.size() - 1 - positive.size() / black_share;
    const auto place = positive.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(positive.begin(), place, positive.end());
    return static_cast<double>(*place);
}

} // namespace

Picture picture_of(std::span<const float> values, std::size_t rows, std::size_t columns) {
    constexpr double white = 255;
    const double black = black_point(values);
    Picture picture{rows, columns, {}};
    picture.grey.reserve(values.size());
    for (const float value : values) {
        const double share =
            std::isfinite(value) && value > 0 ? static_cast<double>(value) / black : 0.0;
        const double shade = white * (1 - std::sqrt(std::min(share, 1.0)));
        picture.grey.push_back(static_cast<std::uint8_t>(std::lround(shade)));
    }
    return picture;
}

std::string png_bytes(const Picture& picture) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.columns);
    image.height = static_cast<png_uint_32>(picture.rows);
    image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t size = 0;
    std::string bytes;
    // the first call tells the size, the second writes
    bool good =
        png_image_write_to_memory(&image, nullptr, &size, 0, picture.grey.data(), 0, nullptr) != 0;
    if (good) {
        bytes.resize(size);
        good = png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.grey.data(), 0,
                                         nullptr) != 0;
        bytes.resize(size);
    }
    if (!good) {
        throw InternalError(std::string("libpng: ") + image.message);
    }
    return bytes;
}

} // namespace tapir::reports
