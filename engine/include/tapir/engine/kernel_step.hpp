#pragma once

#include <array>

#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/physics/intensity.hpp"
#include "tapir/engine/physics/interference.hpp"
#include "tapir/engine/physics/lattice_shape.hpp"
#include "tapir/engine/physics/miller_index.hpp"
#include "tapir/engine/physics/orientation.hpp"
#include "tapir/engine/physics/structure_factor.hpp"
#include "tapir/engine/physics/tricubic.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/engine/taps.hpp"

/// The innermost part of the kernel: one orientation of one mosaic domain.
namespace tapir::engine::kernel {

/// What lives from one line of sight to the next within a pixel.
template <class Real>
struct PixelProgress {
    Real sum{};                          ///< accumulator [electrons^2]
    Real omega{}, polar{}, capture{};    ///< factors in use; 0 asks for a new one
    Vec3<Real> incident{}, diffracted{}; ///< directions in use
};

/// Which oscillation step's vectors to use, and what to remember for the next step at phi = 0.
template <class Real, class Tap>
TAPIR_HOST_DEVICE int orientation_of_step(const SceneView<Real>& scene, const trace::Site& site,
                                          PhiState& state, Tap& tap) {
    const int phi_tic = site.phi_tic;
    if (scene.phi_mode == PhiMode::spec) {
        return phi_tic;
    }
    if (scene.phi[phi_tic] != Real(0)) {
        state.carried_phi_tic = phi_tic;
        state.from = {site.slow, site.fast};
        state.scene_key = scene.key;
        return phi_tic;
    }
    const bool hit = state.holds(scene.key);
    if constexpr (Tap::records) {
        const PixelIndex from = hit ? state.from : PixelIndex{site.slow, site.fast};
        tap(hit ? taps::cache_hit : taps::cache_miss, site,
            std::array<Real, 2>{Real(from.slow), Real(from.fast)});
    }
    return hit ? state.carried_phi_tic : phi_tic;
}

/// The vectors of a mosaic domain. Production reads them from the scene's table; a tapped run goes
/// on from the tapped rotation, through the very function that filled the table.
template <class Real, class Tap>
TAPIR_HOST_DEVICE Cell<Real> cell_of_domain(const SceneView<Real>& scene, int orientation, int mos,
                                            const Cell<Real>& rotated) {
    if constexpr (Tap::records) {
        return scene.mosaic ? domain_cell(scene.mosaic_rotations[mos], rotated) : rotated;
    } else {
        return scene.cells[orientation * scene.mosaic_domains + mos];
    }
}

/// The amplitude interpolated between reflections.
template <class Real, class Tap>
TAPIR_HOST_DEVICE Real interpolated(const SceneView<Real>& scene, const trace::Site& site,
                                    const Vec3<Real>& hkl, Tap& tap) {
    TricubicGrid<Real> grid = tricubic_grid(scene.structure_factors, hkl);
    if constexpr (Tap::records) {
        // apart, because compilers do not leave out a copy of 64 numbers
        grid.first = tap(taps::tricubic_first, site, grid.first);
        grid.electrons = tap(taps::tricubic_grid, site, grid.electrons);
    }
    return tap(taps::f_cell_interpolated, site, tricubic_structure_factor(grid, hkl));
}

/// The structure factor in use: interpolated as long as that goes on, else the nearest one.
/// @param counts  the step adds something; otherwise it does not decide on interpolation either
template <class Real, class Tap>
TAPIR_HOST_DEVICE Real structure_factor(const SceneView<Real>& scene, const trace::Site& site,
                                        const Vec3<Real>& hkl, const Vec3<Real>& nearest,
                                        bool counts, PhiState& state, Tap& tap) {
    const StructureFactorTable& table = scene.structure_factors;
    if (counts && scene.interpolate && !state.interpolation_ended) {
        const bool surrounded = table.surrounds(value_of(hkl.x), value_of(hkl.y), value_of(hkl.z));
        state.interpolation_ended = scene.interpolation_ends && !surrounded;
        if (surrounded) {
            return interpolated(scene, site, hkl, tap);
        }
    } else if constexpr (Tap::records) {
        if (table.amplitude_electrons != nullptr) {
            interpolated(scene, site, hkl, tap); // for the reader
        }
    }
    return nearest_structure_factor(table, nearest);
}

/// The lattice factor of a crystal that is no parallelepiped.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE Real shaped_lattice_factor(const SceneView<Real>& scene, const trace::Site& site,
                                             const Cell<Real>& cell, const Vec3<Real>& offset,
                                             Tap& tap) {
    if (scene.shape == LatticeShape::round) {
        const Real distance = tap(taps::index_distance_squared, site,
                                  index_distance_squared(offset, scene.cell_counts));
        return round_lattice_factor<Arithmetic>(distance, scene.shape_fudge, scene.cell_counts);
    }
    const ReciprocalCell<Real> reciprocal =
        scene.rotated_spot_shape ? reciprocal_of(cell) : scene.reciprocal_cell;
    const Real distance = tap(taps::spot_distance_squared, site,
                              spot_distance_squared(offset, reciprocal, scene.cell_counts));
    return scene.shape == LatticeShape::gauss
               ? gauss_lattice_factor<Arithmetic>(distance, scene.shape_fudge, scene.cell_counts)
               : tophat_lattice_factor(distance, scene.shape_fudge, scene.cell_counts);
}

/// The lattice factor of any crystal.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE Real lattice_factor(const SceneView<Real>& scene, const trace::Site& site,
                                      const Cell<Real>& cell, const Vec3<Real>& hkl,
                                      const Vec3<Real>& nearest, Tap& tap) {
    const Vec3<Real>& n = scene.cell_counts;
    if (scene.shape == LatticeShape::square) {
        const Real a = tap(taps::f_latt_a, site, interference_amplitude<Arithmetic>(hkl.x, n.x));
        const Real b = tap(taps::f_latt_b, site, interference_amplitude<Arithmetic>(hkl.y, n.y));
        const Real c = tap(taps::f_latt_c, site, interference_amplitude<Arithmetic>(hkl.z, n.z));
        return tap(taps::f_latt, site, a * b * c);
    }
    if constexpr (Tap::records) {
        // other shapes have no factor along an edge; the C program prints 1
        tap(taps::f_latt_a, site, Real(1));
        tap(taps::f_latt_b, site, Real(1));
        tap(taps::f_latt_c, site, Real(1));
    }
    return tap(taps::f_latt, site,
               shaped_lattice_factor<Real, Arithmetic>(scene, site, cell, hkl - nearest, tap));
}

/// The term of a step with the factors that belong to it alone.
template <class Real, class Tap>
TAPIR_HOST_DEVICE Real weighted_term(const SceneView<Real>& scene, const trace::Site& site,
                                     const PixelProgress<Real>& pixel, Real term, Tap& tap) {
    const bool weighted = scene.source_weights != nullptr;
    if (!weighted && !scene.use_thick.to_term && !scene.use_polar.to_term &&
        !scene.use_omega.to_term) {
        return term;
    }
    term = weighted ? term * scene.source_weights[site.source] : term;
    term = scene.use_thick.to_term ? term * pixel.capture : term;
    term = scene.use_polar.to_term ? term * pixel.polar : term;
    term = scene.use_omega.to_term ? term * pixel.omega : term;
    return tap(taps::i_term_weighted, site, term);
}

/// What the C program prints of source 2, for the reader.
template <class Real, class Tap>
void display_source_2(const trace::Site& site, const Real& f_cell, const Real& f_latt,
                      const PixelProgress<Real>& pixel, Tap& tap) {
    if (site.source == 2 && site.phi_tic == 0 && site.mos == 0) {
        tap(taps::f_cell_squared, site, f_cell * f_cell);
        tap(taps::f_latt_squared, site, f_latt * f_latt);
        tap(taps::cos_2theta_step, site, dot(pixel.incident, pixel.diffracted));
        tap(taps::source_index, site, Real(site.source));
    }
}

/// One innermost step: one orientation of one mosaic domain.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE void add_step(const SceneView<Real>& scene, const trace::Site& site,
                                const Cell<Real>& domain_cell, const Vec3<Real>& q, PhiState& state,
                                PixelProgress<Real>& pixel, Tap& tap) {
    const Cell<Real> cell = tap(taps::cell, site, domain_cell);
    const Vec3<Real> hkl =
        tap(taps::miller_index, site, fractional_miller_index<Arithmetic>(cell, q));
    const Vec3<Real> nearest =
        tap(taps::nearest_index, site, nearest_miller_index<Arithmetic>(hkl));
    const Real f_latt = lattice_factor<Real, Arithmetic>(scene, site, cell, hkl, nearest, tap);
    // The C program leaves a step whose lattice factor is exactly 0, unless there is a background.
    const bool counts = f_latt != Real(0) || scene.water;
    const Real f_cell =
        tap(taps::f_cell, site, structure_factor(scene, site, hkl, nearest, counts, state, tap));
    const Real term = tap(taps::i_term, site, step_intensity(f_cell, f_latt));
    if constexpr (Tap::records) {
        display_source_2(site, f_cell, f_latt, pixel, tap);
    }
    Real sum = pixel.sum + weighted_term(scene, site, pixel, term, tap);
    if (counts) {
        sum = scene.use_thick.to_sum ? sum * pixel.capture : sum;
        sum = scene.use_polar.to_sum ? sum * pixel.polar : sum;
        sum = scene.use_omega.to_sum ? sum * pixel.omega : sum;
    }
    pixel.sum = tap(taps::i_sum, site, sum);
}

} // namespace tapir::engine::kernel
