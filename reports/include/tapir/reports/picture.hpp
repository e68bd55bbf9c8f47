#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tapir::reports {

/// A picture in shades of grey, 0 black to 255 white, row by row from the top.
struct Picture {
    std::size_t rows = 0, columns = 0;
    std::vector<std::uint8_t> grey;
};

/// Dark spots on white: the darker, the larger the value, by its square root, so that weak spots
/// are seen beside strong ones. The darkest 0.1 percent of the values above 0 are black.
/// @param values  rows x columns, row by row; not finite counts as 0
[[nodiscard]] Picture picture_of(std::span<const float> values, std::size_t rows,
                                 std::size_t columns);

/// The picture as a PNG file. The same picture gives the same bytes on one version of libpng.
/// @throws InternalError  the encoder failed
[[nodiscard]] std::string png_bytes(const Picture& picture);

} // namespace tapir::reports
