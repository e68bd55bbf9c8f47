#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "picture/bitmap_font.hpp"
#include "picture/picture_rings.hpp"
#include "tapir/reports/picture/picture_axes.hpp"

/// Pictures with axes: the picture itself is untouched, and rings lie where the spacing is round.
namespace {

using namespace tapir::reports;

constexpr Rgb ring_colour{220, 30, 30};

Picture blank(std::size_t rows, std::size_t columns) {
    return {rows, columns, std::vector<std::uint8_t>(rows * columns, 0), ColourMap::grey};
}

} // namespace

TEST_CASE("with_axes: every pixel of the picture is there, as large as every other") {
    Picture picture = blank(4, 6);
    picture.map = ColourMap::perceptual;
    picture.level[2 * 6 + 1] = 255; // yellow, like the upper end of the bar alone
    const Canvas plain = with_axes(blank(4, 6), {}, {"photons", {}});
    const Canvas canvas = with_axes(picture, {}, {"photons", {}});
    CHECK(canvas.rows == plain.rows);
    CHECK(canvas.pixels.size() == canvas.rows * canvas.columns);
    const Rgb yellow = colour_table(picture.map).back();
    const auto inside =
        std::count(canvas.pixels.begin(),
                   canvas.pixels.begin() + static_cast<long>(canvas.rows * canvas.columns), yellow);
    CHECK(inside >= 100L * 100L); // 600 / 6 on each side
    CHECK(png_bytes(canvas) == png_bytes(with_axes(picture, {}, {"photons", {}})));
}

TEST_CASE("with_axes: a ring is where the spacing passes a round one") {
    // 1 / d grows with the distance from a corner: d = 2 at 300 pixels
    const auto spacing = [](std::size_t s, std::size_t f) {
        const double r = std::hypot(static_cast<double>(s), static_cast<double>(f));
        return r > 0 ? 600 / r : 1e9;
    };
    const Canvas with = with_axes(blank(601, 601), {}, {"photons", spacing});
    const Canvas without = with_axes(blank(601, 601), {}, {"photons", {}});
    CHECK(std::count(without.pixels.begin(), without.pixels.end(), ring_colour) == 0);
    // the corner of the picture: its frame's first dark dot after the top left margin
    const auto rings = std::count(with.pixels.begin(), with.pixels.end(), ring_colour);
    CHECK(rings > 600);
    CHECK(rings < 6 * 2 * 601);
}

TEST_CASE("round_spacings: round, between both ends, at most six, the smallest among them") {
    const std::vector<double> spacings = round_spacings(0.95, 1e9);
    CHECK(spacings.size() <= 6);
    CHECK(spacings.size() >= 4);
    CHECK(spacings.front() == 1.0);
    CHECK(std::is_sorted(spacings.begin(), spacings.end()));
    CHECK(round_spacings(2.05, 2.15).empty());
}

TEST_CASE("glyph: all that a picture says has letters of its own") {
    const auto box = glyph('\x01');
    std::vector<std::array<std::uint8_t, glyph_height>> seen;
    for (const char letter : std::string("0123456789-+.,[]A sqrtlinearlogpercentilephotonsscalefast"
                                         "slowpixel")) {
        CAPTURE(letter);
        CHECK(glyph(letter) != box);
        for (const std::uint8_t row : glyph(letter)) {
            CHECK(row < 32);
        }
    }
    for (const char letter : std::string("0123456789-+.")) {
        CHECK(std::find(seen.begin(), seen.end(), glyph(letter)) == seen.end());
        seen.push_back(glyph(letter));
    }
}

TEST_CASE("rings_of: names lie in the picture, beside their ring and over no other name") {
    for (const auto& [rows, columns] : {std::pair<std::size_t, std::size_t>{601, 601}, {64, 48}}) {
        for (const double scale : {600.0, 60.0, 6000.0}) {
            const double centre = 0.5 * static_cast<double>(columns);
            const long zoom = rows > 500 ? 1 : 9;
            CAPTURE(zoom);
            CAPTURE(scale);
            const Rings rings =
                rings_of({rows, columns, zoom, 1}, [&](std::size_t s, std::size_t f) {
                    const double r = std::hypot(static_cast<double>(s) - centre,
                                                static_cast<double>(f) - centre) *
                                     static_cast<double>(zoom);
                    return r > 0 ? scale / r : 1e9;
                });
            CHECK(rings.names.size() >= 3);
            for (const RingName& name : rings.names) {
                CAPTURE(name.text);
                const long width = static_cast<long>(name.text.size()) * (glyph_width + 1);
                CHECK(name.down >= 1);
                CHECK(name.right >= 1);
                CHECK(name.down + glyph_height < static_cast<long>(rows) * zoom);
                CHECK(name.right + width < static_cast<long>(columns) * zoom);
                const double radius = scale / std::stod(name.text);
                const double middle = (centre + 0.5) * static_cast<double>(zoom) - 0.5;
                const auto own = [&](const std::pair<long, long>& dot) {
                    const double r = std::hypot(static_cast<double>(dot.first) - middle,
                                                static_cast<double>(dot.second) - middle);
                    return std::fabs(r - radius) < 0.25 * static_cast<double>(zoom) + 1;
                };
                const auto hidden =
                    std::count_if(rings.dots.begin(), rings.dots.end(), [&](const auto& dot) {
                        return own(dot) && dot.first >= name.down &&
                               dot.first < name.down + glyph_height && dot.second >= name.right &&
                               dot.second < name.right + width;
                    });
                CHECK(hidden <= 3); // where rings meet a corner there is no better place
                CHECK(std::count_if(rings.dots.begin(), rings.dots.end(), own) > 0);
                for (const RingName& other : rings.names) {
                    const bool apart = &other == &name ||
                                       std::labs(other.down - name.down) > glyph_height ||
                                       std::labs(other.right - name.right) > 4 * (glyph_width + 1);
                    CHECK(apart);
                }
            }
        }
    }
}

TEST_CASE("rings_of: a magnified ring is a circle, not the steps of pixels") {
    constexpr long zoom = 20;
    const Rings rings = rings_of({32, 32, zoom, 1}, [](std::size_t s, std::size_t f) {
        return 40 / std::hypot(static_cast<double>(s) - 15.5, static_cast<double>(f) - 15.5);
    });
    REQUIRE_FALSE(rings.dots.empty());
    for (const auto& [down, right] : rings.dots) {
        const double r =
            std::hypot(static_cast<double>(down) - 319.5, static_cast<double>(right) - 319.5);
        double nearest = 1e9;
        for (const RingName& name : rings.names) {
            nearest = std::min(nearest, std::fabs(r - 40 * zoom / std::stod(name.text)));
        }
        CHECK(nearest < 0.3 * zoom); // linear between the middles of pixels; steps would be 0.7
    }
}
