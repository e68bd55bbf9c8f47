#pragma once

#include "tapir/engine/host_device.hpp"

namespace tapir::engine {

/// Debye-Waller factor: how much the atoms' displacements weaken an amplitude.
///
/// @param b_factor_m2   B = 8 pi^2 times the mean square displacement along q [m^2]
/// @param stol_per_m    sin(theta) / lambda [1/m]
/// @return exp(-B (sin(theta) / lambda)^2) = exp(-B s^2 / 4) with s = 1 / d [1]; an intensity has
///         its square
///
/// Accuracy: that of the exponential, relative error epsilon (1 + B stol^2).
/// Source:   Debye (1913), doi:10.1002/andp.19133480105; Waller (1923), doi:10.1007/BF01328696.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real temperature_factor(const Real& b_factor_m2, const Real& stol_per_m) {
    return Arithmetic::exponential(-(b_factor_m2 * stol_per_m * stol_per_m));
}

} // namespace tapir::engine
