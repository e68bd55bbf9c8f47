#include "tapir/reports/picture/picture.hpp"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "tapir/trace/base/error.hpp"

namespace tapir::reports {

namespace {

/// The value of which `share` of the others are at most as large.
double quantile(std::vector<float>& values, std::size_t rank) {
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(values.begin(), place, values.end());
    return static_cast<double>(*place);
}

constexpr std::size_t cut_share = 1000; // one value in 1000 lies beyond a scale that is cut

Shading square_root_of(std::vector<float> positive) {
    Shading shading{ValueScale::square_root, 0, 1};
    if (!positive.empty()) {
        shading.high = quantile(positive, positive.size() - 1 - positive.size() / cut_share);
    }
    return shading;
}

Shading logarithmic_of(const std::vector<float>& positive) {
    Shading shading{ValueScale::logarithmic, 1, 1};
    if (!positive.empty()) {
        const auto [least, most] = std::minmax_element(positive.begin(), positive.end());
        constexpr double decades = 1e-6;
        shading.high = static_cast<double>(*most);
        shading.low = std::max(static_cast<double>(*least), shading.high * decades);
    }
    return shading;
}

Shading straight_of(std::vector<float> finite, ValueScale scale) {
    Shading shading{scale, 0, 0};
    if (!finite.empty()) {
        const std::size_t beyond = scale == ValueScale::percentile ? finite.size() / cut_share : 0;
        shading.low = quantile(finite, beyond);
        shading.high = quantile(finite, finite.size() - 1 - beyond);
    }
    return shading;
}

std::string written(png_image& image, const void* pixels, const void* colours) {
    png_alloc_size_t size = 0;
    std::string bytes;
    // the first call tells the size, the second writes
    bool good = png_image_write_to_memory(&image, nullptr, &size, 0, pixels, 0, colours) != 0;
    if (good) {
        bytes.resize(size);
        good = png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, colours) != 0;
        bytes.resize(size);
    }
    if (!good) {
        throw InternalError(std::string("libpng: ") + image.message);
    }
    return bytes;
}

png_image described(std::size_t rows, std::size_t columns, png_uint_32 format) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(columns);
    image.height = static_cast<png_uint_32>(rows);
    image.format = format;
    return image;
}

} // namespace

double Shading::share(double value) const {
    if (!std::isfinite(value) || !(high > low) || value <= low) {
        return 0;
    }
    const double straight = scale == ValueScale::logarithmic
                                ? std::log(value / low) / std::log(high / low)
                                : (value - low) / (high - low);
    const double limited = std::min(straight, 1.0);
    return scale == ValueScale::square_root ? std::sqrt(limited) : limited;
}

double Shading::value_at(double share) const {
    if (scale == ValueScale::logarithmic) {
        return low * std::pow(high / low, share);
    }
    return low + (high - low) * (scale == ValueScale::square_root ? share * share : share);
}

Shading shading_of(std::span<const float> values, ValueScale scale) {
    const bool above_zero = scale == ValueScale::square_root || scale == ValueScale::logarithmic;
    std::vector<float> kept;
    std::copy_if(values.begin(), values.end(), std::back_inserter(kept), [above_zero](float value) {
        return std::isfinite(value) && (!above_zero || value > 0);
    });
    switch (scale) {
    case ValueScale::square_root:
        return square_root_of(std::move(kept));
    case ValueScale::logarithmic:
        return logarithmic_of(kept);
    case ValueScale::linear:
    case ValueScale::percentile:
        break;
    }
    return straight_of(std::move(kept), scale);
}

Picture picture_of(std::span<const float> values, std::size_t rows, std::size_t columns,
                   const Shading& shading, ColourMap map) {
    constexpr double white = 255;
    Picture picture{rows, columns, {}, map};
    picture.level.reserve(values.size());
    for (const float value : values) {
        const double from_white = white * (1 - shading.share(static_cast<double>(value)));
        picture.level.push_back(static_cast<std::uint8_t>(255 - std::lround(from_white)));
    }
    return picture;
}

std::string png_bytes(const Picture& picture) {
    const std::array<Rgb, colour_levels>& table = colour_table(picture.map);
    if (picture.map == ColourMap::grey) {
        png_image image = described(picture.rows, picture.columns, PNG_FORMAT_GRAY);
        std::vector<std::uint8_t> grey(picture.level.size());
        std::transform(picture.level.begin(), picture.level.end(), grey.begin(),
                       [&table](std::uint8_t level) { return table[level].red; });
        return written(image, grey.data(), nullptr);
    }
    png_image image = described(picture.rows, picture.columns, PNG_FORMAT_RGB_COLORMAP);
    image.colormap_entries = colour_levels;
    return written(image, picture.level.data(), table.data());
}

std::string png_bytes(const Canvas& canvas) {
    static_assert(sizeof(Rgb) == 3, "libpng reads three bytes a pixel");
    png_image image = described(canvas.rows, canvas.columns, PNG_FORMAT_RGB);
    return written(image, canvas.pixels.data(), nullptr);
}

} // namespace tapir::reports
