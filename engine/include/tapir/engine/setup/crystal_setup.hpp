#pragma once

#include <array>
#include <cfloat>
#include <cmath>
#include <numbers>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/physics/lattice_shape.hpp"
#include "tapir/engine/physics/rotation.hpp"
#include "tapir/engine/setup/lifted.hpp"
#include "tapir/engine/taps.hpp"

namespace tapir::engine::setup {

/// A value held inside [-1, 1], where rounding may have pushed a sine or cosine out of it.
template <class Real>
Real held_sine(const Real& x) {
    return x > Real(1) ? Real(1) : (x < Real(-1) ? Real(-1) : x);
}
/// The C program's way for cosines: anything beyond becomes +1, whatever its sign.
template <class Real>
Real held_cosine(const Real& x) {
    return x * x > Real(1) ? Real(1) : x;
}

/// Volume of a unit cell from its edges and angles [A^3].
template <class Real>
Real cell_volume_from_angles(const std::array<Real, 3>& edges, const std::array<Real, 3>& angles) {
    using std::sin;
    using std::sqrt;
    const Real half_sum = (angles[0] + angles[1] + angles[2]) / Real(2);
    Real skew = sin(half_sum) * sin(half_sum - angles[0]) * sin(half_sum - angles[1]) *
                sin(half_sum - angles[2]);
    skew = skew < Real(0) ? -skew : skew;
    return Real(2) * edges[0] * edges[1] * edges[2] * sqrt(skew);
}

/// Reciprocal cell in the standard orientation: a* along x, b* in the xy plane.
/// @param inexact  the C program's z component of c* (quirk inexact_triclinic_cell)
/// Source: International Tables for Crystallography, vol. B, section 1.1.
template <class Real>
ReciprocalCell<Real> standard_reciprocal_cell(const std::array<Real, 3>& edges,
                                              const std::array<Real, 3>& angles, const Real& volume,
                                              bool inexact) {
    using std::cos;
    using std::sin;
    const Real v_star = Real(1) / volume;
    const auto& [a, b, c] = edges;
    const auto& [alpha, beta, gamma] = angles;
    const Real a_star = b * c * sin(alpha) * v_star;
    const Real b_star = c * a * sin(beta) * v_star;
    const Real c_star = a * b * sin(gamma) * v_star;
    const Real sin_gamma_star = held_sine(c * v_star / a_star / b_star);
    const Real cos_alpha_star =
        held_cosine((cos(beta) * cos(gamma) - cos(alpha)) / (sin(beta) * sin(gamma)));
    const Real cos_beta_star =
        held_cosine((cos(gamma) * cos(alpha) - cos(beta)) / (sin(gamma) * sin(alpha)));
    const Real cos_gamma_star =
        held_cosine((cos(alpha) * cos(beta) - cos(gamma)) / (sin(alpha) * sin(beta)));
    return {{a_star, Real(0), Real(0)},
            {b_star * cos_gamma_star, b_star * sin_gamma_star, Real(0)},
            {c_star * cos_beta_star,
             c_star * (cos_alpha_star - cos_beta_star * cos_gamma_star) / sin_gamma_star,
             inexact ? c_star * volume / (a * b * c * sin_gamma_star) : Real(1) / c}};
}

/// A vector stretched to a given length; the zero vector is scaled by the length itself.
template <class Real>
Vec3<Real> stretched_to(const Vec3<Real>& v, const Real& length) {
    const Real old = magnitude(v);
    const Real divisor = old <= Real(0) ? Real(1) : old;
    return (length / divisor) * v;
}

/// The cell of the crystal at phi = 0, direct [m] and reciprocal [1/A].
template <class Real>
struct UnrotatedCell {
    Cell<Real> direct;
    ReciprocalCell<Real> reciprocal;
};

/// The cell of the crystal at phi = 0, from its edges or an A matrix, after missetting.
template <class Real, class Tap, class Fields = FixedFields<Real>>
UnrotatedCell<Real> derive_cell(const Experiment& experiment, const Real& wavelength, Tap& tap,
                                const Fields& field = {}) {
    const ExperimentRequest& input = experiment.input;
    std::array<Real, 3> edges{};
    std::array<Real, 3> angles;
    ReciprocalCell<Real> star;
    Real volume(0);
    const bool inexact = input.quirks.has(Quirk::inexact_triclinic_cell);
    if (input.cell_given) {
        const auto& e = input.cell_edges_angstrom;
        const auto& a = input.cell_angles_rad;
        edges =
            tap(taps::cell_edges, {}, std::array<Real, 3>{field(e[0]), field(e[1]), field(e[2])});
        angles =
            tap(taps::cell_angles, {}, std::array<Real, 3>{field(a[0]), field(a[1]), field(a[2])});
        volume = cell_volume_from_angles(edges, angles);
        star = standard_reciprocal_cell(edges, angles, volume, inexact);
    }
    if (input.matrix_given) {
        const Mat3<Real> m = tap(taps::a_matrix, {}, field(input.a_matrix));
        constexpr double angstrom = 1e-10;
        const Real scale = Real(angstrom) / wavelength;
        star = {scale * Vec3<Real>{m.xx, m.yx, m.zx}, scale * Vec3<Real>{m.xy, m.yy, m.zy},
                scale * Vec3<Real>{m.xz, m.yz, m.zz}};
    }
    if (input.misset_given || field.varies(input.misset_rad)) {
        const Vec3<Real> misset =
            tap(taps::misset, {},
                input.misset_random ? angles_of_rotation(rotation_matrix<Real>(experiment.misset))
                                    : field(input.misset_rad));
        star = {rotated_about_xyz(star.a, misset), rotated_about_xyz(star.b, misset),
                rotated_about_xyz(star.c, misset)};
    }
    Vec3<Real> ab = cross(star.a, star.b);
    Vec3<Real> bc = cross(star.b, star.c);
    Vec3<Real> ca = cross(star.c, star.a);
    Real v_star = dot(star.a, bc);
    if (input.cell_given && (inexact || input.matrix_given)) {
        bc = stretched_to(bc, edges[0] / volume);
        ca = stretched_to(ca, edges[1] / volume);
        ab = stretched_to(ab, edges[2] / volume);
        v_star = Real(1) / volume;
    }
    volume = Real(1) / v_star;
    const Cell<Real> angstrom_cell{volume * bc, volume * ca, volume * ab};
    const Real metre(1e-10);
    UnrotatedCell<Real> result;
    result.reciprocal.a = tap(taps::a_star, {}, v_star * cross(angstrom_cell.b, angstrom_cell.c));
    result.reciprocal.b = tap(taps::b_star, {}, v_star * cross(angstrom_cell.c, angstrom_cell.a));
    result.reciprocal.c = tap(taps::c_star, {}, v_star * cross(angstrom_cell.a, angstrom_cell.b));
    result.direct =
        tap(taps::cell_unrotated, {},
            Cell<Real>{metre * angstrom_cell.a, metre * angstrom_cell.b, metre * angstrom_cell.c});
    return result;
}

} // namespace tapir::engine::setup
