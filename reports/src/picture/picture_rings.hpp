#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace tapir::reports {

/// How large a picture and its letters are painted, in pixels of the canvas.
struct RingScale {
    std::size_t rows, columns; ///< of the picture, in its own pixels
    long zoom;                 ///< canvas pixels on each side of a picture's pixel
    long dot;                  ///< canvas pixels on each side of a letter's dot
};

/// The name of a ring; `down` and `right` are of its first letter's upper left corner.
struct RingName {
    std::string text;
    long down = 0, right = 0;
};

/// What is painted of rings, in canvas pixels from the picture's upper left corner.
struct Rings {
    std::vector<std::pair<long, long>> dots; ///< (down, right), `thickness` on each side
    long thickness = 1;
    std::vector<RingName> names;
};

/// Rings where the spacing is round, each with its name beside it: within the picture, over no
/// other name, and over as little of any ring as can be. A ring whose name has no room is left out.
[[nodiscard]] Rings
rings_of(const RingScale& scale,
         const std::function<double(std::size_t, std::size_t)>& spacing_angstrom);

} // namespace tapir::reports
