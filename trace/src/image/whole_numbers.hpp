#pragma once

#include "image/pixel_pair.hpp"

namespace tapir::trace {

/// Values that were cut or rounded to whole numbers, after a factor and an offset where there are.
void consider_whole_numbers(const PixelPair& pair, const Consider& consider);

} // namespace tapir::trace
