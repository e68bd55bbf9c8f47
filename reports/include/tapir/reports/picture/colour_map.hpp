#pragma once

#include <array>
#include <cstdint>

namespace tapir::reports {

struct Rgb {
    std::uint8_t red = 0, green = 0, blue = 0;
    friend bool operator==(const Rgb&, const Rgb&) = default;
};

enum class ColourMap : std::uint8_t {
    grey,       ///< white to black: dark spots on white
    perceptual, ///< dark violet over green to light yellow; lightness rises evenly
    diverging   ///< blue over white to red, for what is around 0
};

inline constexpr std::size_t colour_levels = 256;

/// The colours of a map, from the lowest value to the highest.
///
/// Source: computed in OKLab (B. Ottosson, 2020, "A perceptual color space for image processing"):
///         lightness runs evenly, the hue turns, and the chroma is as much as sRGB holds.
[[nodiscard]] const std::array<Rgb, colour_levels>& colour_table(ColourMap map);

} // namespace tapir::reports
