#pragma once

#include "tapir/engine/arithmetic/fraction.hpp"
#include "tapir/engine/arithmetic/interference_slope.hpp"
#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// Interference amplitude of a row of identical unit cells: sin(pi N h) / sin(pi h), as a fraction,
/// because a crystal multiplies three of them.
///
/// @tparam Arithmetic   `ReferenceArithmetic` repeats the C program's operations and libm;
///                      `PortableArithmetic` gives the same bits on every backend
/// @tparam Amplitude    number type of the result
/// @param miller_index  fractional Miller index h along the row [1]
/// @param offset        h minus the nearest whole index, exact [1]
/// @param cell_count    number N of unit cells in the row, a whole number of at least 1
/// @return amplitude relative to one cell [1], up to the sign `interference_sign`
///
/// Accuracy: portable, error < 2 N epsilon everywhere; reference, rounding noise within
///           8 |h| epsilon of a peak, as in the C program.
/// Source:   Kirian et al. (2010), doi:10.1364/OE.18.005713; derived in engine/PHYSICS.md.
template <class Arithmetic, class Amplitude, class Real>
TAPIR_HOST_DEVICE Fraction<Amplitude>
interference_fraction(const Real& miller_index, const Real& offset, const Real& cell_count) {
    const auto fraction =
        Arithmetic::template interference<Amplitude>(miller_index, offset, cell_count);
    if constexpr (is_gradient<Amplitude>) {
        return with_peak_slope(fraction, offset, cell_count);
    } else {
        return fraction;
    }
}

/// The sign that `interference_fraction` leaves out: the intensity holds the square, so only a
/// record needs it.
/// @param nearest  the nearest whole index
/// @return 1 or -1
template <class Arithmetic, class Amplitude, class Real>
TAPIR_HOST_DEVICE Amplitude interference_sign(const Real& nearest, const Real& offset,
                                              const Real& cell_count) {
    return Arithmetic::template interference_sign<Amplitude>(nearest, offset, cell_count);
}

/// The amplitude itself, with its sign.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real interference_amplitude(const Real& miller_index, const Real& cell_count) {
    const Real nearest = Arithmetic::nearest_integer(miller_index);
    const Real offset = miller_index - nearest;
    return interference_sign<Arithmetic, Real>(nearest, offset, cell_count) *
           interference_fraction<Arithmetic, Real>(miller_index, offset, cell_count).value();
}

} // namespace tapir::engine
