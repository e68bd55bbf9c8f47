#include "picture/picture_rings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "picture/bitmap_font.hpp"
#include "tapir/reports/picture/picture_axes.hpp"

namespace tapir::reports {

namespace {

/// 1 / d^2 at the middle of every pixel [1/angstrom^2], linear between these: smooth at d =
/// infinity too.
class InverseSquares {
  public:
    InverseSquares(const RingScale& scale,
                   const std::function<double(std::size_t, std::size_t)>& spacing_angstrom)
        : scale_(scale) {
        values_.reserve(scale.rows * scale.columns);
        for (std::size_t s = 0; s < scale.rows; ++s) {
            for (std::size_t f = 0; f < scale.columns; ++f) {
                const double spacing = spacing_angstrom(s, f);
                values_.push_back(1 / (spacing * spacing));
            }
        }
    }

    /// Of a canvas pixel.
    [[nodiscard]] double at(long down, long right) const {
        const Neighbours s = neighbours(down, scale_.rows);
        const Neighbours f = neighbours(right, scale_.columns);
        const auto value = [this](std::size_t slow, std::size_t fast) {
            return values_[slow * scale_.columns + fast];
        };
        return (1 - s.part) *
                   ((1 - f.part) * value(s.first, f.first) + f.part * value(s.first, f.second)) +
               s.part *
                   ((1 - f.part) * value(s.second, f.first) + f.part * value(s.second, f.second));
    }
    [[nodiscard]] double smallest() const {
        return *std::min_element(values_.begin(), values_.end());
    }
    [[nodiscard]] double largest() const {
        return *std::max_element(values_.begin(), values_.end());
    }

  private:
    struct Neighbours {
        std::size_t first, second;
        double part; ///< of the way from the first to the second
    };
    [[nodiscard]] Neighbours neighbours(long place, std::size_t count) const {
        const double middle =
            (static_cast<double>(place) + 0.5) / static_cast<double>(scale_.zoom) - 0.5;
        if (count == 1) {
            return {0, 0, 0};
        }
        // half a pixel at each edge goes on as the next one does
        const auto first = static_cast<std::size_t>(
            std::clamp(std::floor(middle), 0.0, static_cast<double>(count) - 2));
        return {first, first + 1, middle - static_cast<double>(first)};
    }

    RingScale scale_;
    std::vector<double> values_;
};

/// Upper left corner and size, in canvas pixels.
struct NameBox {
    long down, right, height, width;

    [[nodiscard]] bool meets(const NameBox& other) const {
        return down < other.down + other.height && other.down < down + height &&
               right < other.right + other.width && other.right < right + width;
    }
};

/// How many dots of rings lie in a box: sums over all that is above and to the left.
class DotCount {
  public:
    DotCount(long rows, long columns)
        : columns_(columns + 1),
          sums_(static_cast<std::size_t>(rows + 1) * static_cast<std::size_t>(columns + 1)) {}

    void add(long down, long right) { ++sum(down + 1, right + 1); }
    void finish() {
        const long rows = static_cast<long>(sums_.size()) / columns_;
        for (long d = 1; d < rows; ++d) {
            for (long r = 1; r < columns_; ++r) {
                sum(d, r) += sum(d - 1, r) + sum(d, r - 1) - sum(d - 1, r - 1);
            }
        }
    }
    [[nodiscard]] int in(const NameBox& box) {
        const long below = box.down + box.height;
        const long beyond = box.right + box.width;
        return sum(below, beyond) - sum(box.down, beyond) - sum(below, box.right) +
               sum(box.down, box.right);
    }

  private:
    int& sum(long down, long right) {
        return sums_[static_cast<std::size_t>(down * columns_ + right)];
    }

    long columns_;
    std::vector<int> sums_;
};

/// Canvas pixels whose right or lower neighbour lies on the other side of a ring.
std::vector<std::pair<long, long>> dots_of(const InverseSquares& inverse, double ring, long rows,
                                           long columns) {
    const double limit = 1 / (ring * ring);
    std::vector<std::pair<long, long>> dots;
    std::vector<bool> above(static_cast<std::size_t>(columns));
    std::vector<bool> here(static_cast<std::size_t>(columns));
    for (long d = 0; d < rows; ++d) {
        for (long r = 0; r < columns; ++r) {
            here[static_cast<std::size_t>(r)] = inverse.at(d, r) < limit;
        }
        for (std::size_t r = 0; r < here.size(); ++r) {
            const bool beside = r + 1 < here.size() && here[r] != here[r + 1];
            const bool below = d > 0 && here[r] != above[r];
            if (beside || below) {
                dots.emplace_back(d, static_cast<long>(r));
            }
        }
        std::swap(above, here);
    }
    return dots;
}

/// The box beside one of a ring's dots that hides least of all rings, the rightmost of several.
std::optional<NameBox> place_of(const std::vector<std::pair<long, long>>& dots, const NameBox& name,
                                const NameBox& picture, const std::vector<NameBox>& taken, long gap,
                                DotCount& all) {
    std::optional<NameBox> best;
    int least = 0;
    for (const auto& [down, right] : dots) {
        for (const NameBox& box :
             {NameBox{down - name.height / 2, right + gap, name.height, name.width},
              NameBox{down - name.height / 2, right - gap - name.width, name.height, name.width},
              NameBox{down - gap - name.height, right - name.width / 2, name.height, name.width},
              NameBox{down + gap, right - name.width / 2, name.height, name.width}}) {
            const bool inside = box.down >= gap && box.right >= gap &&
                                box.down + box.height + gap <= picture.height &&
                                box.right + box.width + gap <= picture.width;
            if (!inside || std::any_of(taken.begin(), taken.end(),
                                       [&box](const NameBox& other) { return box.meets(other); })) {
                continue;
            }
            const int hidden = all.in(box);
            if (!best || hidden < least || (hidden == least && box.right > best->right)) {
                best = box;
                least = hidden;
            }
        }
    }
    return best;
}

} // namespace

Rings rings_of(const RingScale& scale,
               const std::function<double(std::size_t, std::size_t)>& spacing_angstrom) {
    const InverseSquares inverse(scale, spacing_angstrom);
    const NameBox picture{0, 0, static_cast<long>(scale.rows) * scale.zoom,
                          static_cast<long>(scale.columns) * scale.zoom};
    const std::vector<double> spacings =
        round_spacings(1 / std::sqrt(inverse.largest()), 1 / std::sqrt(inverse.smallest()));
    std::vector<std::vector<std::pair<long, long>>> dots;
    DotCount all(picture.height, picture.width);
    for (const double spacing : spacings) {
        dots.push_back(dots_of(inverse, spacing, picture.height, picture.width));
        for (const auto& [down, right] : dots.back()) {
            all.add(down, right);
        }
    }
    all.finish();
    Rings rings;
    rings.thickness = (scale.dot + 1) / 2;
    std::vector<NameBox> taken;
    for (std::size_t i = 0; i < spacings.size(); ++i) {
        const std::string text = fmt::format("{:g} A", spacings[i]);
        // with a dot of paper all around
        const NameBox name{0, 0, (glyph_height + 2L) * scale.dot,
                           (static_cast<long>(text.size()) * (glyph_width + 1) + 1) * scale.dot};
        const long gap = 2 * scale.dot;
        const auto place = place_of(dots[i], name, picture, taken, gap, all);
        if (!place) {
            continue;
        }
        taken.push_back(*place);
        rings.names.push_back({text, place->down + scale.dot, place->right + scale.dot});
        rings.dots.insert(rings.dots.end(), dots[i].begin(), dots[i].end());
    }
    return rings;
}

} // namespace tapir::reports
