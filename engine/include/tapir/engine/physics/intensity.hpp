#pragma once

#include "tapir/engine/host_device.hpp"

namespace tapir::engine {

/// Intensity of one innermost step.
/// @param structure_factor   |F_cell| [electrons]
/// @param lattice_amplitude  F_latt [1]
/// @return F_cell^2 F_latt^2 [electrons^2]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real step_intensity(const Real& structure_factor, const Real& lattice_amplitude) {
    return Arithmetic::product_squared(structure_factor, lattice_amplitude);
}

/// Photons per steradian scattered into the direction of a pixel.
/// @param r_e_squared_m2        squared classical electron radius [m^2]
/// @param fluence_per_m2        photons per square metre
/// @param summed_intensity      sum of step_intensity over all steps [electrons^2]
/// @param steps                 number of steps summed, as a divisor
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real photons_per_steradian(
    const Real& r_e_squared_m2, const Real& fluence_per_m2, const Real& summed_intensity,
    const typename Arithmetic::template Divisor<Real>& steps) {
    return Arithmetic::divided(r_e_squared_m2 * fluence_per_m2 * summed_intensity, steps);
}

} // namespace tapir::engine
