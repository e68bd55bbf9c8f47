#include "tapir/reports/picture/colour_map.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tapir::reports {

namespace {

struct Oklch {
    double lightness, chroma, hue_deg;
};

/// Linear sRGB, not limited to [0, 1].
std::array<double, 3> linear_srgb(const Oklch& colour) {
    const double hue = colour.hue_deg * std::numbers::pi / 180;
    const double a = colour.chroma * std::cos(hue);
    const double b = colour.chroma * std::sin(hue);
    const auto cube = [](double x) { return x * x * x; };
    const double l = cube(colour.lightness + 0.3963377774 * a + 0.2158037573 * b);
    const double m = cube(colour.lightness - 0.1055613458 * a - 0.0638541728 * b);
    const double s = cube(colour.lightness - 0.0894841775 * a - 1.2914855480 * b);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

bool in_gamut(const std::array<double, 3>& linear) {
    return std::all_of(linear.begin(), linear.end(), [](double x) { return x >= 0 && x <= 1; });
}

std::uint8_t encoded(double linear) {
    const double x = std::clamp(linear, 0.0, 1.0);
    constexpr double most = 255;
    return static_cast<std::uint8_t>(
        std::lround(most * (x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055)));
}

/// The colour, with as much of its chroma as a screen can show.
Rgb shown(Oklch colour) {
    constexpr double less = 0.98;
    std::array<double, 3> linear = linear_srgb(colour);
    while (!in_gamut(linear) && colour.chroma > 1e-3) {
        colour.chroma *= less;
        linear = linear_srgb(colour);
    }
    return {encoded(linear[0]), encoded(linear[1]), encoded(linear[2])};
}

Rgb grey_at(double share) {
    const auto level = static_cast<std::uint8_t>(std::lround(255 * (1 - share)));
    return {level, level, level};
}

Rgb perceptual_at(double share) {
    return shown({0.20 + 0.74 * share, 0.14, 310 - 205 * share});
}

Rgb diverging_at(double share) {
    const double from_middle = 2 * share - 1;
    const double size = std::fabs(from_middle);
    return shown({0.98 - 0.56 * size, 0.20 * size, from_middle < 0 ? 258.0 : 27.0});
}

template <class ColourAt>
std::array<Rgb, colour_levels> table_of(ColourAt colour_at) {
    std::array<Rgb, colour_levels> table{};
    for (std::size_t i = 0; i < colour_levels; ++i) {
        table[i] = colour_at(static_cast<double>(i) / (colour_levels - 1));
    }
    return table;
}

} // namespace

const std::array<Rgb, colour_levels>& colour_table(ColourMap map) {
    static const auto grey = table_of(grey_at);
    static const auto perceptual = table_of(perceptual_at);
    static const auto diverging = table_of(diverging_at);
    return map == ColourMap::grey ? grey : map == ColourMap::perceptual ? perceptual : diverging;
}

} // namespace tapir::reports
