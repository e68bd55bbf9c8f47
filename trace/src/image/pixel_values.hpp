#pragma once

#include "image/pixel_pair.hpp"

namespace tapir::trace {

/// Ways in which every value may have become another, each pixel for itself: a function (square
/// root, logarithm, ...), a factor, an offset, both, clipping at either end, a cut to whole
/// numbers, a power. The simplest come first.
void consider_values(const PixelPair& pair, const Consider& consider);

/// The same for values that are cut off at one end or cut to whole numbers, which may come last.
void consider_cuts(const PixelPair& pair, const Consider& consider);

/// What the values of some pixels became: a factor, an offset or one constant; nothing that is
/// fitted comes in question where it does not hold for nearly all of them.
/// @param pixels   places in file order, all finite on both sides
/// @param foretold what these pixels are set to where something was found
/// @return what was found, or that nothing was
[[nodiscard]] Finding relation_of_pixels(const PixelPair& pair,
                                         const std::vector<std::size_t>& pixels,
                                         std::vector<double>& foretold);

} // namespace tapir::trace
