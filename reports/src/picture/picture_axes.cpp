#include "tapir/reports/picture/picture_axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "picture/bitmap_font.hpp"
#include "picture/picture_rings.hpp"
#include "tapir/trace/base/error.hpp"
#include "text/ticks.hpp"

namespace tapir::reports {

namespace {

constexpr Rgb paper{255, 255, 255};
constexpr Rgb ink{0, 0, 0};
constexpr Rgb ring_colour{220, 30, 30};

/// Paints in pixels; what lies outside the canvas is not painted.
class Painter {
  public:
    Painter(std::size_t rows, std::size_t columns, int size)
        : canvas_{rows, columns, std::vector<Rgb>(rows * columns, paper)}, size_(size) {}

    void box(long down, long right, long height, long width, Rgb colour) {
        for (long d = std::max(0L, down); d < std::min(rows(), down + height); ++d) {
            for (long r = std::max(0L, right); r < std::min(columns(), right + width); ++r) {
                canvas_.pixels[static_cast<std::size_t>(d * columns() + r)] = colour;
            }
        }
    }
    [[nodiscard]] long width_of(const std::string& text) const {
        return static_cast<long>(text.size()) * (glyph_width + 1) * size_;
    }
    /// @param down, right  of the upper left corner
    void text(long down, long right, const std::string& letters, bool with_paper = false) {
        if (with_paper) {
            box(down - size_, right - size_, (glyph_height + 2L) * size_, width_of(letters) + size_,
                paper);
        }
        for (const char letter : letters) {
            const auto rows_of_glyph = glyph(letter);
            for (int d = 0; d < glyph_height; ++d) {
                for (int r = 0; r < glyph_width; ++r) {
                    const unsigned bit = 1U << static_cast<unsigned>(glyph_width - 1 - r);
                    if ((rows_of_glyph[static_cast<std::size_t>(d)] & bit) != 0) {
                        box(down + static_cast<long>(d) * size_,
                            right + static_cast<long>(r) * size_, size_, size_, ink);
                    }
                }
            }
            right += (glyph_width + 1L) * size_;
        }
    }
    [[nodiscard]] Canvas take() { return std::move(canvas_); }

  private:
    [[nodiscard]] long rows() const { return static_cast<long>(canvas_.rows); }
    [[nodiscard]] long columns() const { return static_cast<long>(canvas_.columns); }

    Canvas canvas_;
    int size_; ///< pixels on each side of a letter's dot
};

/// Where everything stands, in pixels of the canvas.
struct Layout {
    long zoom, size;    ///< pixels of a picture's pixel, of a letter's dot
    long top, left;     ///< upper left corner of the picture
    long height, width; ///< of the picture
    long rows, columns; ///< of the canvas
    [[nodiscard]] long line() const { return (glyph_height + 3) * size; }
    [[nodiscard]] long letter() const { return (glyph_width + 1) * size; }
    [[nodiscard]] long bar_left() const { return left + width + 3 * letter(); }
    [[nodiscard]] long bar_width() const { return 3 * letter(); }
};

Layout layout_of(const Picture& picture) {
    constexpr long least_side = 600;
    constexpr long side_of_a_dot = 500;
    constexpr long letters_left = 7;
    constexpr long letters_right = 18;
    const auto longest =
        static_cast<long>(std::max({picture.rows, picture.columns, std::size_t{1}}));
    Layout layout{};
    layout.zoom = std::max(1L, least_side / longest);
    constexpr long largest_dot = 12; // of a long thin picture too
    layout.size = std::clamp(layout.zoom * longest / side_of_a_dot, 1L, largest_dot);
    layout.height = static_cast<long>(picture.rows) * layout.zoom;
    layout.width = static_cast<long>(picture.columns) * layout.zoom;
    layout.top = 2 * layout.line();
    layout.left = letters_left * layout.letter();
    layout.rows = layout.top + std::max(layout.height, 6 * layout.line()) + 3 * layout.line();
    layout.columns = layout.left + layout.width + letters_right * layout.letter();
    return layout;
}

void paint_picture(Painter& painter, const Layout& layout, const Picture& picture) {
    const auto& table = colour_table(picture.map);
    for (std::size_t d = 0; d < picture.rows; ++d) {
        for (std::size_t r = 0; r < picture.columns; ++r) {
            painter.box(layout.top + static_cast<long>(d) * layout.zoom,
                        layout.left + static_cast<long>(r) * layout.zoom, layout.zoom, layout.zoom,
                        table[picture.level[d * picture.columns + r]]);
        }
    }
}

void paint_axes(Painter& painter, const Layout& layout, const Picture& picture) {
    const long dot = layout.size;
    const long bottom = layout.top + layout.height;
    painter.box(layout.top - dot, layout.left - dot, layout.height + 2 * dot, dot, ink);
    painter.box(bottom, layout.left - dot, dot, layout.width + 2 * dot, ink);
    painter.box(layout.top - dot, layout.left - dot, dot, layout.width + 2 * dot, ink);
    painter.box(layout.top - dot, layout.left + layout.width, layout.height + 2 * dot, dot, ink);
    constexpr int about = 6;
    const auto middle_of = [&layout](double pixel) {
        return std::lround((pixel + 0.5) * static_cast<double>(layout.zoom));
    };
    const auto most = [](std::size_t count) {
        return std::max(1.0, static_cast<double>(count) - 1);
    };
    const Ticks fast = ticks_between(0, most(picture.columns), about, true);
    for (std::size_t i = 0; i < fast.at.size(); ++i) {
        const long right = layout.left + middle_of(fast.at[i]);
        painter.box(bottom, right, 3 * dot, dot, ink);
        painter.text(bottom + 5 * dot, right - painter.width_of(fast.label[i]) / 2, fast.label[i]);
    }
    const Ticks slow = ticks_between(0, most(picture.rows), about, true);
    for (std::size_t i = 0; i < slow.at.size(); ++i) {
        const long down = layout.top + middle_of(slow.at[i]);
        painter.box(down, layout.left - 4 * dot, dot, 3 * dot, ink);
        painter.text(down - glyph_height * dot / 2,
                     layout.left - 5 * dot - painter.width_of(slow.label[i]), slow.label[i]);
    }
    painter.text(layout.line() / 2, dot, "slow [pixel]");
    const std::string along = "fast [pixel]";
    painter.text(bottom + layout.line() + 5 * dot,
                 layout.left + layout.width - painter.width_of(along), along);
}

void paint_bar(Painter& painter, const Layout& layout, const Picture& picture,
               const Shading& shading, const std::string& quantity) {
    const auto& table = colour_table(picture.map);
    const long height = std::max(layout.height, 6 * layout.line());
    const long dot = layout.size;
    painter.box(layout.top - dot, layout.bar_left() - dot, height + 2 * dot,
                layout.bar_width() + 2 * dot, ink);
    for (long d = 0; d < height; ++d) {
        constexpr long highest = colour_levels - 1;
        const auto level =
            static_cast<std::size_t>((height - 1 - d) * highest / std::max(1L, height - 1));
        painter.box(layout.top + d, layout.bar_left(), 1, layout.bar_width(), table[level]);
    }
    constexpr int steps = 4;
    for (int i = 0; i <= steps; ++i) {
        const long down = layout.top + (height - 1) * (steps - i) / steps;
        painter.box(down, layout.bar_left() + layout.bar_width() + dot, dot, 3 * dot, ink);
        painter.text(down - glyph_height * dot / 2,
                     layout.bar_left() + layout.bar_width() + 6 * dot,
                     fmt::format("{:.3g}", shading.value_at(static_cast<double>(i) / steps)));
    }
    painter.text(layout.line() / 2, layout.columns - painter.width_of(quantity) - dot, quantity);
}

void paint_rings(Painter& painter, const Layout& layout, const Picture& picture,
                 const Surroundings& surroundings) {
    const Rings rings = rings_of({picture.rows, picture.columns, layout.zoom, layout.size},
                                 surroundings.spacing_angstrom);
    for (const auto& [down, right] : rings.dots) {
        painter.box(layout.top + down, layout.left + right, rings.thickness, rings.thickness,
                    ring_colour);
    }
    for (const RingName& name : rings.names) {
        painter.text(layout.top + name.down, layout.left + name.right, name.text, true);
    }
}

} // namespace

std::vector<double> round_spacings(double smallest, double largest) {
    std::vector<double> all;
    for (const double spacing :
         {200.0, 100.0, 50.0, 20.0, 10.0, 7.0, 5.0, 4.0, 3.5, 3.0, 2.5, 2.2, 2.0,
          1.8,   1.6,   1.5,  1.4,  1.2,  1.1, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5}) {
        if (spacing > smallest && spacing < largest) {
            all.push_back(spacing);
        }
    }
    constexpr std::size_t most = 6;
    const std::size_t step = (all.size() + most - 1) / most;
    std::vector<double> chosen;
    // the smallest spacings make the widest rings: keep those
    for (std::size_t i = all.size(); i > 0; i = i > step ? i - step : 0) {
        chosen.push_back(all[i - 1]);
    }
    return chosen;
}

Canvas with_axes(const Picture& picture, const Shading& shading, const Surroundings& surroundings) {
    const Layout layout = layout_of(picture);
    constexpr double most_pixels = 4e8;
    if (static_cast<double>(layout.rows) * static_cast<double>(layout.columns) > most_pixels) {
        throw InputError({.where = "--png-axes",
                          .problem = "makes a picture of " + std::to_string(layout.rows) + " x " +
                                     std::to_string(layout.columns) + " pixels",
                          .reason = "that is more than can be held",
                          .remedy = "Leave the axes out."});
    }
    Painter painter(static_cast<std::size_t>(layout.rows), static_cast<std::size_t>(layout.columns),
                    static_cast<int>(layout.size));
    paint_picture(painter, layout, picture);
    if (surroundings.spacing_angstrom) {
        paint_rings(painter, layout, picture, surroundings);
    }
    paint_axes(painter, layout, picture);
    paint_bar(painter, layout, picture, shading, surroundings.quantity);
    return painter.take();
}

} // namespace tapir::reports
