#pragma once

#include <cmath>
#include <limits>

#if defined(__SIZEOF_FLOAT128__)

/// Numbers of 113 bits, computed by a library and not by the processor, rounded in any direction.
namespace tapir::test {

__extension__ using Quad = __float128;

enum class Direction { nearest, up, down, to_zero };

/// The number of a narrower type that an exact value is rounded to.
template <class Real>
Real rounded(Quad exact, Direction direction) {
    const Real nearest = static_cast<Real>(exact);
    if (direction == Direction::nearest || Quad(nearest) == exact) {
        return nearest;
    }
    const bool up =
        direction == Direction::up || (direction == Direction::to_zero && exact < Quad(0));
    if (up) {
        return Quad(nearest) > exact
                   ? nearest
                   : std::nextafter(nearest, std::numeric_limits<Real>::infinity());
    }
    return Quad(nearest) < exact ? nearest
                                 : std::nextafter(nearest, -std::numeric_limits<Real>::infinity());
}

/// By Newton's steps from the narrower root; exact for squares.
inline Quad square_root(double x) {
    Quad root = std::sqrt(x);
    for (int i = 0; i < 3 && root != Quad(0); ++i) {
        root = (root + Quad(x) / root) / Quad(2);
    }
    return root;
}

} // namespace tapir::test

#endif
