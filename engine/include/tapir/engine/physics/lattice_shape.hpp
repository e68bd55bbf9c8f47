#pragma once

#include <cstdint>
#include <numbers>

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
template <class Real>
TAPIR_HOST_DEVICE ReciprocalCell<Real> reciprocal_of(const Cell<Real>& cell_m) {
    constexpr double angstrom = 1e-10;
    const Vec3<Real> bc = cross(cell_m.b, cell_m.c);
    const Real scale = Real(angstrom) / dot(cell_m.a, bc);
    return {scale * bc, scale * cross(cell_m.c, cell_m.a), scale * cross(cell_m.a, cell_m.b)};
}

/// Squared distance from the nearest reflection in reciprocal space, in units of the spot's width.
///
/// @param offset       fractional minus nearest Miller index [1]
/// @param reciprocal_cell   reciprocal cell [1/A]
/// @param cell_counts  unit cells along a, b, c
/// @return |sum offset_i x_i*|^2 (Na Nb Nc)^2 [1/A^2]
template <class Real>
TAPIR_HOST_DEVICE Real spot_distance_squared(const Vec3<Real>& offset,
                                             const ReciprocalCell<Real>& reciprocal_cell,
                                             const Vec3<Real>& cell_counts) {
    const Vec3<Real> d =
        offset.x * reciprocal_cell.a + offset.y * reciprocal_cell.b + offset.z * reciprocal_cell.c;
    const Vec3<Real>& n = cell_counts;
    return dot(d, d) * n.x * n.x * n.y * n.y * n.z * n.z;
}

/// Squared distance from the nearest reflection in Miller indices, in units of the spot's width.
/// @return sum (offset_i N_i)^2 [1]
template <class Real>
TAPIR_HOST_DEVICE Real index_distance_squared(const Vec3<Real>& offset,
                                              const Vec3<Real>& cell_counts) {
    const Vec3<Real>& n = cell_counts;
    return offset.x * offset.x * n.x * n.x + offset.y * offset.y * n.y * n.y +
           offset.z * offset.z * n.z * n.z;
}

/// Lattice factor of an ellipsoidal crystal: the transform of a sphere, as high as a
/// parallelepiped of equal volume is on average.
///
/// @param distance_squared  see index_distance_squared [1]
/// @param fudge             scales the squared width [1]
/// @return Na Nb Nc 0.7236... 3 (sin x / x - cos x) / x^2, x = pi sqrt(distance^2 fudge) [1]
/// Accuracy: rounding of sin x / x - cos x, divided by x^2 / 3.
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real round_lattice_factor(const Real& distance_squared, const Real& fudge,
                                            const Vec3<Real>& cell_counts) {
    using std::sqrt;
    constexpr double height = 0.723601254558268; // square root of the volume ratio
    constexpr double pi = std::numbers::pi;
    const Real x = Real(pi) * sqrt(distance_squared * fudge);
    Real peak = cell_counts.x * cell_counts.y * cell_counts.z * Real(height);
    if (x == Real(0)) {
        return peak;
    }
    const Real profile = Real(3) * (Arithmetic::sine(x) / x - Arithmetic::cosine(x)) / (x * x);
    return peak * profile;
}

/// Lattice factor of a crystal with Gaussian spots, of about the width and volume of square ones.
/// @param distance_squared  see spot_distance_squared [1/A^2]
/// @return Na Nb Nc exp(-distance^2 fudge / 0.63) [1]
template <class Arithmetic, class Real>
TAPIR_HOST_DEVICE Real gauss_lattice_factor(const Real& distance_squared, const Real& fudge,
                                            const Vec3<Real>& cell_counts) {
    constexpr double width = 0.63;
    return cell_counts.x * cell_counts.y * cell_counts.z *
           Arithmetic::exponential(-(distance_squared / Real(width) * fudge));
}

/// Lattice factor of a crystal with even spots, of about the height and volume of square ones.
/// @param distance_squared  see spot_distance_squared [1/A^2]
/// @return Na Nb Nc inside distance^2 fudge < 0.3969, 0 outside [1]
template <class Real>
TAPIR_HOST_DEVICE Real tophat_lattice_factor(const Real& distance_squared, const Real& fudge,
                                             const Vec3<Real>& cell_counts) {
    constexpr double edge = 0.3969;
    const Real scaled = distance_squared * fudge;
    return cell_counts.x * cell_counts.y * cell_counts.z *
           Real(chosen_by(scaled < Real(edge) ? 1.0 : 0.0, scaled));
}

} // namespace tapir::engine
