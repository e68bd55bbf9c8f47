#pragma once

#include "tapir/engine/physics/rotation.hpp"

namespace tapir::engine {

/// Distance of a subpixel's centre from the detector origin along one axis.
///
/// @param subpixel_size_m  edge of a subpixel [m]
/// @param pixel            pixel index along the axis
/// @param oversample       subpixels per pixel edge, at least 1
/// @param sub              subpixel index, 0 <= sub < oversample
/// @return centre of the subpixel [m]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real subpixel_centre_m(const Real& subpixel_size_m, int pixel, int oversample,
                                         int sub) {
    const Real number = Arithmetic::multiply_add(Real(pixel), Real(oversample), Real(sub));
    return Arithmetic::multiply_add(subpixel_size_m, number, subpixel_size_m / Real(2));
}

/// A point of the detector in the laboratory frame.
///
/// @param coordinates_m  distance along the fast, slow and normal axis [m]
/// @param fast,slow,normal  unit vectors of the detector axes [1]
/// @param origin_m       outer corner of the first pixel [m]
/// @return vector from the sample [m]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Vec3<Real>
detector_position_m(const Vec3<Real>& coordinates_m, const Vec3<Real>& fast, const Vec3<Real>& slow,
                    const Vec3<Real>& normal, const Vec3<Real>& origin_m) {
    return {Arithmetic::dot_add(coordinates_m, {fast.x, slow.x, normal.x}, origin_m.x),
            Arithmetic::dot_add(coordinates_m, {fast.y, slow.y, normal.y}, origin_m.y),
            Arithmetic::dot_add(coordinates_m, {fast.z, slow.z, normal.z}, origin_m.z)};
}

/// The same point on a detector whose pixels are all equally far from the sample: its y and z
/// coordinates, divided by the distance, are taken as angles about the slow and the fast axis.
///
/// @param position_m  the point of the flat detector [m]
/// @param beam        unit vector along the beam [1]
/// @param distance_m  radius, distance along the beam [m], not 0
/// @return vector from the sample [m]. The C program's y and z assume a beam along x.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Vec3<Real> curved_position_m(const Vec3<Real>& position_m, const Vec3<Real>& fast,
                                               const Vec3<Real>& slow, const Vec3<Real>& beam,
                                               const Real& distance_m) {
    const auto by_distance = Arithmetic::divisor(distance_m);
    const Vec3<Real> turned = rotated_about_axis<Arithmetic>(
        distance_m * beam, slow, Arithmetic::divided(position_m.y, by_distance));
    return rotated_about_axis<Arithmetic>(turned, fast,
                                          Arithmetic::divided(position_m.z, by_distance));
}

} // namespace tapir::engine
