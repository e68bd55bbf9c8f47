#pragma once

#include <functional>
#include <string>

#include "tapir/reports/picture/picture.hpp"

namespace tapir::reports {

/// What stands around a picture.
struct Surroundings {
    std::string quantity; ///< of the colour bar, with its unit
    /// Spacing that a pixel (slow, fast) sees [angstrom]; rings are drawn where it is round. Empty:
    /// there are none.
    std::function<double(std::size_t, std::size_t)> spacing_angstrom{};
};

/// A picture with axes in pixels (fast to the right, slow downwards), a colour bar with numbers and
/// resolution rings, each with its name beside it (a ring whose name has no room is left out).
/// Small pictures are magnified by a whole number. Letters come from a built-in bitmap font: the
/// same bytes on every machine, with or without fonts.
/// @throws InputError  the whole would be more than can be held
[[nodiscard]] Canvas with_axes(const Picture& picture, const Shading& shading,
                               const Surroundings& surroundings);

/// Round spacings between two others, at most six [angstrom].
[[nodiscard]] std::vector<double> round_spacings(double smallest, double largest);

} // namespace tapir::reports
