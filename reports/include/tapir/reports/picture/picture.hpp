#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tapir/reports/picture/colour_map.hpp"

namespace tapir::reports {

/// How values become shades.
enum class ValueScale : std::uint8_t {
    square_root, ///< weak spots are seen beside strong ones; the brightest 0.1 percent look alike
    linear,      ///< from the smallest value to the largest
    logarithmic, ///< from the smallest positive value, or the largest / 10^6, to the largest
    percentile   ///< linear from the 0.1th to the 99.9th percentile
};

/// From values to shades and back.
struct Shading {
    ValueScale scale = ValueScale::linear;
    double low = 0, high = 1; ///< the values at both ends

    /// Where a value lies between both ends, in [0, 1]; not finite: 0.
    [[nodiscard]] double share(double value) const;
    /// The value that lies there.
    [[nodiscard]] double value_at(double share) const;
};

/// Both ends of a scale for an image. Values that are not finite do not count.
[[nodiscard]] Shading shading_of(std::span<const float> values, ValueScale scale);

/// A picture of 256 shades, row by row from the top.
struct Picture {
    std::size_t rows = 0, columns = 0;
    std::vector<std::uint8_t> level; ///< index into the colour table
    ColourMap map = ColourMap::grey;
};

/// One shade a pixel.
/// @param values  rows x columns, row by row; not finite counts as the low end
[[nodiscard]] Picture picture_of(std::span<const float> values, std::size_t rows,
                                 std::size_t columns, const Shading& shading,
                                 ColourMap map = ColourMap::grey);

/// A picture of any colours, row by row from the top.
struct Canvas {
    std::size_t rows = 0, columns = 0;
    std::vector<Rgb> pixels;
};

/// The picture as a PNG file: grey, or 256 colours with their table, or full colours. The same
/// picture gives the same bytes on one version of libpng.
/// @throws InternalError  the encoder failed
[[nodiscard]] std::string png_bytes(const Picture& picture);
[[nodiscard]] std::string png_bytes(const Canvas& canvas);

} // namespace tapir::reports
