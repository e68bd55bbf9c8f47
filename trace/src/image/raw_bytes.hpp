#pragma once

#include "image/pixel_pair.hpp"

namespace tapir::trace {

/// Ways in which the bytes of a raw single-precision image may have been read wrongly: the
/// opposite byte order, or whole numbers of 32 bits. Nothing where a value is none of a float.
void consider_raw_bytes(const PixelPair& pair, const Consider& consider);

} // namespace tapir::trace
