#pragma once

#include "image/pixel_pair.hpp"

namespace tapir::trace {

/// Ways in which the pixels may have changed places: shifts of any number of pixels, also of the
/// reversed, exchanged or turned image, and rows of another length. Where rows and columns are
/// not as many, an exchange is one of what the file holds.
///
/// No search over all shifts: the brightest pixels of both sides vote for one.
void consider_moves(const PixelPair& pair, const Consider& consider);

} // namespace tapir::trace
