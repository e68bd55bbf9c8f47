#pragma once

#include <compare>

namespace tapir::trace {

/// A pixel of a detector or of any image: its row and its column, from 0.
struct Pixel {
    int slow = 0;
    int fast = 0;
    friend auto operator<=>(const Pixel&, const Pixel&) =
        default; // NOLINT(modernize-use-nullptr): clang-tidy 14 trips over <=>
};

} // namespace tapir::trace
