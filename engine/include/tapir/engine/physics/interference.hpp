#pragma once

#include "tapir/engine/host_device.hpp"

namespace tapir::engine {

/// Interference amplitude of a row of identical unit cells: sin(pi N h) / sin(pi h).
///
/// @tparam Arithmetic   `ReferenceArithmetic` repeats the C program's operations and libm;
///                      `PortableArithmetic` gives the same bits on every backend
/// @param miller_index  fractional Miller index h along the row [1]
/// @param cell_count    number N of unit cells in the row, a whole number of at least 1
/// @return signed amplitude relative to one cell [1]; exactly 1 for one cell
///
/// Accuracy: portable, error < 2 N epsilon everywhere; reference, rounding noise within
///           8 |h| epsilon of a peak, as in the C program.
/// Source:   Kirian et al. (2010), doi:10.1364/OE.18.005713; derived in engine/PHYSICS.md.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real interference_amplitude(const Real& miller_index, const Real& cell_count) {
    if (!(cell_count > Real(1))) {
        return Real(1);
    }
    const auto [numerator, denominator] = Arithmetic::sin_pi_pair(miller_index, cell_count);
    return numerator / denominator;
}

} // namespace tapir::engine
