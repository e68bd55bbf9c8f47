#pragma once

#include <cstdint>

#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// The outer shape of the crystal, and with it the shape of its spots.
enum class LatticeShape : std::uint8_t {
    square, ///< parallelepiped: interference of a row of cells along each edge
    round,  ///< ellipsoid
    gauss,  ///< Gaussian spots, no fringes
    tophat  ///< spots of even height, no fringes
};

/// Reciprocal cell edges [1/A].
template <class Real>
struct ReciprocalCell {
    Vec3<Real> a, b, c;
};

/// The reciprocal of a cell.
/// @param cell_m  cell edges [m], right- or left-handed, not flat
/// @return a*, b*, c* with a . a* = 1 and so on [1/A]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE ReciprocalCell<Real> reciprocal_of(const Cell<Real>& cell_m) {
    const Real angstrom(static_cast<Real>(1e-10));
    const Vec3<Real> bc = cross<Arithmetic>(cell_m.b, cell_m.c);
    const Real scale = angstrom / Arithmetic::dot(cell_m.a, bc);
    return {scale * bc, scale * cross<Arithmetic>(cell_m.c, cell_m.a),
            scale * cross<Arithmetic>(cell_m.a, cell_m.b)};
}

/// Squared distance from the nearest reflection in reciprocal space, in units of the spot's width.
///
/// @param offset       fractional minus nearest Miller index [1]
/// @param reciprocal_cell   reciprocal cell [1/A]
/// @param cell_counts  unit cells along a, b, c
/// @return |sum offset_i x_i*|^2 (Na Nb Nc)^2 [1/A^2]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real spot_distance_squared(const Vec3<Real>& offset,
                                             const ReciprocalCell<Real>& reciprocal_cell,
                                             const Vec3<Real>& cell_counts) {
    const ReciprocalCell<Real>& star = reciprocal_cell;
    const Vec3<Real> d{Arithmetic::dot(offset, {star.a.x, star.b.x, star.c.x}),
                       Arithmetic::dot(offset, {star.a.y, star.b.y, star.c.y}),
                       Arithmetic::dot(offset, {star.a.z, star.b.z, star.c.z})};
    const Vec3<Real>& n = cell_counts;
    return Arithmetic::dot(d, d) * n.x * n.x * n.y * n.y * n.z * n.z;
}

/// Squared distance from the nearest reflection in Miller indices, in units of the spot's width.
/// @return sum (offset_i N_i)^2 [1]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real index_distance_squared(const Vec3<Real>& offset,
                                              const Vec3<Real>& cell_counts) {
    const Vec3<Real>& n = cell_counts;
    const Vec3<Real> once{offset.x * offset.x * n.x, offset.y * offset.y * n.y,
                          offset.z * offset.z * n.z};
    return Arithmetic::dot(once, n);
}

/// Height of every spot: the number of unit cells in the crystal.
template <class Real>
TAPIR_HOST_DEVICE Real cells_in_crystal(const Vec3<Real>& cell_counts) {
    return cell_counts.x * cell_counts.y * cell_counts.z;
}

/// Lattice factor of an ellipsoidal crystal: the transform of a ball, as high as a
/// parallelepiped of equal volume is on average.
///
/// @param distance_squared  see index_distance_squared [1]
/// @param fudge             scales the squared width [1]
/// @return Na Nb Nc 0.7236... 3 (sin x / x - cos x) / x^2, x = pi sqrt(distance^2 fudge) [1]
/// Accuracy: that of Arithmetic::ball_transform.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real round_lattice_factor(const Real& distance_squared, const Real& fudge,
                                            const Vec3<Real>& cell_counts) {
    const Real height(static_cast<Real>(0.723601254558268)); // square root of the volume ratio
    const Real u = Arithmetic::square_root(distance_squared * fudge);
    return cells_in_crystal(cell_counts) * height * Arithmetic::ball_transform(u);
}

/// Lattice factor of a crystal with Gaussian spots, of about the width and volume of square ones.
/// @param distance_squared  see spot_distance_squared [1/A^2]
/// @return Na Nb Nc exp(-distance^2 fudge / 0.63) [1]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real gauss_lattice_factor(const Real& distance_squared, const Real& fudge,
                                            const Vec3<Real>& cell_counts) {
    const Real width(static_cast<Real>(0.63));
    return cells_in_crystal(cell_counts) *
           Arithmetic::exponential(-(distance_squared / width * fudge));
}

/// Lattice factor of a crystal with even spots, of about the height and volume of square ones.
/// @param distance_squared  see spot_distance_squared [1/A^2]
/// @return Na Nb Nc inside distance^2 fudge < 0.3969, 0 outside [1]
template <class Real>
TAPIR_HOST_DEVICE Real tophat_lattice_factor(const Real& distance_squared, const Real& fudge,
                                             const Vec3<Real>& cell_counts) {
    const Real edge(static_cast<Real>(0.3969));
    const Real scaled = distance_squared * fudge;
    return cells_in_crystal(cell_counts) * chosen_by(scaled < edge ? Real(1) : Real(0), scaled);
}

} // namespace tapir::engine
