#pragma once

#include <vector>

#include "tapir/trace/record/pixel.hpp"

namespace tapir::harness {

/// What is asked for besides a verdict, and never changes it.
struct Besides {
    bool arbiter = false;             ///< which side is nearer to the exact answer of the scene
    bool conditioning = false;        ///< what moves the roots, and by how much
    std::vector<trace::Pixel> pixels; ///< that the arbiter looks at; empty: the most telling ones

    [[nodiscard]] bool any() const { return arbiter || conditioning; }
};

} // namespace tapir::harness
