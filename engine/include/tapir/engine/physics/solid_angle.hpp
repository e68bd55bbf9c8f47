#pragma once

#include "tapir/engine/host_device.hpp"

namespace tapir::engine {

/// Solid angle of a flat square pixel seen from the sample, for pixels small against R.
///
/// @param pixel_size_m      edge of the pixel [m]
/// @param airpath_m         distance R from the sample to the pixel [m], > 0, as a divisor
/// @param close_distance_m  distance from the sample to the detector plane [m]
/// @return pixel^2 / R^2 times the obliquity factor close_distance / R [sr]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real solid_angle_sr(const Real& pixel_size_m,
                                      const typename Arithmetic::template Divisor<Real>& airpath_m,
                                      const Real& close_distance_m) {
    const Real seen =
        Arithmetic::divided(Arithmetic::divided(pixel_size_m * pixel_size_m, airpath_m), airpath_m);
    return Arithmetic::divided(seen * close_distance_m, airpath_m);
}

/// Solid angle of a pixel without size: the inverse square of the distance alone.
/// @return 1 / R^2 [1/m^2]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real
point_solid_angle(const typename Arithmetic::template Divisor<Real>& airpath_m) {
    return Arithmetic::divided(Arithmetic::divided(Real(1), airpath_m), airpath_m);
}

} // namespace tapir::engine
