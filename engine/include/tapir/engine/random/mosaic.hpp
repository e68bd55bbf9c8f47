#pragma once

#include <vector>

#include "tapir/engine/numbers/vec3.hpp"
#include "tapir/engine/random/generator.hpp"

namespace tapir::engine {

/// Rotations of mosaic domains: axis uniform on the sphere, angle up to the spread.
///
/// @param spread_rad  full spread of the cap [rad], held in single precision as in the C program
/// @param domains     number of domains, at least 1
/// @param seed        the user's seed; the same seed gives the same domains
/// @return one rotation matrix a domain; the first is the identity
[[nodiscard]] std::vector<Mat3<double>> mosaic_rotations(double spread_rad, int domains, long seed,
                                                         ShuffledMinimalStandard& random);

/// A random orientation, as rotations about x, then y, then z.
///
/// The C program passes 90 where its generator expects radians, so the angle of the rotation is
/// 90 rad times the cube root of a deviate; the orientations are not quite uniform.
/// @param seed  the user's seed
/// @return missetting angles [rad]
[[nodiscard]] Vec3<double> random_misset_rad(long seed, ShuffledMinimalStandard& random);

/// The rotations about x, then y, then z that make up a rotation matrix.
/// @param rotation  orthonormal to within rounding; its rows are normalised first
/// @return angles [rad]
[[nodiscard]] Vec3<double> angles_of_rotation(const Mat3<double>& rotation);

} // namespace tapir::engine
