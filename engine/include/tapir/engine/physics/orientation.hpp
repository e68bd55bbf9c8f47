#pragma once

#include "tapir/engine/physics/rotation.hpp"

namespace tapir::engine {

/// The crystal turned about the spindle.
///
/// @param cell_m   cell edges at phi = 0 [m]
/// @param spindle  unit vector of the phi axis [1], right-handed
/// @param phi_rad  spindle angle [rad]
/// @return cell edges in the laboratory [m]
template <class Real>
Cell<Real> rotated_cell(const Cell<Real>& cell_m, const Vec3<Real>& spindle, const Real& phi_rad) {
    return {rotated_about_axis(cell_m.a, spindle, phi_rad),
            rotated_about_axis(cell_m.b, spindle, phi_rad),
            rotated_about_axis(cell_m.c, spindle, phi_rad)};
}

/// A mosaic domain of a turned crystal: its own small rotation, applied last.
template <class Real>
TAPIR_HOST_DEVICE Cell<Real> domain_cell(const Mat3<Real>& rotation, const Cell<Real>& cell_m) {
    return {rotated_by(rotation, cell_m.a), rotated_by(rotation, cell_m.b),
            rotated_by(rotation, cell_m.c)};
}

} // namespace tapir::engine
