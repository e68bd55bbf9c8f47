#pragma once

#include <optional>

#include "image/pixel_pair.hpp"

namespace tapir::trace {

/// Pixels that alone depart, and what became of them.
struct DepartingSet {
    ImageHypothesis hypothesis; ///< the set, then the relation of the values in it
    bool is_related = false;    ///< a relation was found; else nothing is foretold of these pixels
};

/// The regular set of pixels that alone departs, where there is one: every n-th column, row or
/// pixel in file order, or a rectangle (a half, the last row). All that departs lies in it, and
/// nine in ten of its pixels depart; it is at most three quarters of the image.
[[nodiscard]] std::optional<DepartingSet> departing_set(const PixelPair& pair);

} // namespace tapir::trace
