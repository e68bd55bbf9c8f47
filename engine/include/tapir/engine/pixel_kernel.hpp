#pragma once

#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/physics/absorption.hpp"
#include "tapir/engine/physics/detector_position.hpp"
#include "tapir/engine/physics/intensity.hpp"
#include "tapir/engine/physics/interference.hpp"
#include "tapir/engine/physics/lattice_shape.hpp"
#include "tapir/engine/physics/miller_index.hpp"
#include "tapir/engine/physics/orientation.hpp"
#include "tapir/engine/physics/polarization.hpp"
#include "tapir/engine/physics/scattering_vector.hpp"
#include "tapir/engine/physics/solid_angle.hpp"
#include "tapir/engine/physics/structure_factor.hpp"
#include "tapir/engine/physics/tricubic.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/engine/taps.hpp"

/// The one kernel. Every stage's result goes through its tap, and the kernel goes on with what
/// comes back. With `NullTap` nothing of the taps is left in the machine code.
namespace tapir::engine {

namespace kernel {

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
template <class Real, class Tap>
TAPIR_HOST_DEVICE Real structure_factor(const SceneView<Real>& scene, const trace::Site& site,
                                        const Vec3<Real>& hkl, const Vec3<Real>& nearest,
                                        PhiState& state, Tap& tap) {
    const StructureFactorTable& table = scene.structure_factors;
    if (scene.interpolate && !state.interpolation_ended) {
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
        scene.rotated_spot_shape ? reciprocal_cell_per_A(cell) : scene.reciprocal_cell;
    const Real distance = tap(taps::spot_distance_squared, site,
                              spot_distance_squared_per_A2(offset, reciprocal, scene.cell_counts));
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
    const Real f_cell = tap(taps::f_cell, site,
                            counts ? structure_factor(scene, site, hkl, nearest, state, tap)
                                   : nearest_structure_factor(scene.structure_factors, nearest));
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

/// Fixes the polarisation factor of this source, which the C program computes once a pixel.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE void polarize(const SceneView<Real>& scene, const trace::Site& site,
                                PixelProgress<Real>& pixel, Tap& tap) {
    if (pixel.polar == Real(0) || scene.oversample_polar || scene.use_polar.to_term) {
        if constexpr (Arithmetic::normalises_twice) {
            pixel.incident = unit_vector(pixel.incident);
            pixel.diffracted = unit_vector(pixel.diffracted);
        }
        pixel.incident = tap(taps::incident_used, site, pixel.incident);
        pixel.diffracted = tap(taps::diffracted_used, site, pixel.diffracted);
        pixel.polar = polarization_factor<Arithmetic>(scene.kahn_factor, pixel.incident,
                                                      pixel.diffracted, scene.polarization_axis);
    } else {
        pixel.incident = tap(taps::incident_used, site, pixel.incident);
        pixel.diffracted = tap(taps::diffracted_used, site, pixel.diffracted);
    }
    pixel.polar = tap(taps::polar, site, pixel.polar);
}

/// Whether a scattering vector lies beyond the resolution limit.
template <class Real, class Tap>
TAPIR_HOST_DEVICE bool cut_by_resolution(const SceneView<Real>& scene, const trace::Site& site,
                                         const Vec3<Real>& q, Tap& tap) {
    constexpr double half = 0.5;
    const bool limited = scene.resolution_limit > Real(0);
    if (!Tap::records && !limited) {
        return false;
    }
    const Real stol = tap(taps::stol, site, Real(half) * magnitude(q));
    if (!limited) {
        return false;
    }
    const bool cut = stol > Real(0) && scene.resolution_limit > Real(half) / stol;
    return tap(taps::beyond_resolution, site, Real(chosen_by(cut ? 1.0 : 0.0, stol))) != Real(0);
}

/// All orientations of the crystal for one line of sight and one source.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE void add_source(const SceneView<Real>& scene, trace::Site site, PhiState& state,
                                  PixelProgress<Real>& pixel, Tap& tap) {
    pixel.incident = tap(taps::incident, site, -scene.source_directions[site.source]);
    const Vec3<Real> q = tap(
        taps::scattering_vector, site,
        scattering_vector_per_m(pixel.diffracted, pixel.incident, scene.wavelengths[site.source]));
    if (cut_by_resolution(scene, site, q, tap)) {
        return;
    }
    polarize<Real, Arithmetic>(scene, site, pixel, tap);
    for (int phi_tic = 0; phi_tic < scene.phi_steps; ++phi_tic) {
        site.phi_tic = phi_tic;
        site.mos = -1;
        const int orientation = orientation_of_step(scene, site, state, tap);
        const Cell<Real> rotated = tap(taps::cell_phi, site, scene.cells_phi[orientation]);
        for (site.mos = 0; site.mos < scene.mosaic_domains; ++site.mos) {
            add_step<Real, Arithmetic>(
                scene, site, cell_of_domain<Real, Tap>(scene, orientation, site.mos, rotated), q,
                state, pixel, tap);
        }
    }
}

/// The point of a subpixel in the laboratory.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE Vec3<Real> position_of(const SceneView<Real>& scene, const trace::Site& site,
                                         const Vec3<Real>& coordinates, Tap& tap) {
    const Vec3<Real> flat = detector_position_m(coordinates, scene.fast_axis, scene.slow_axis,
                                                scene.normal_axis, scene.detector_origin);
    if (!scene.curved) {
        return tap(taps::pixel_position, site, flat);
    }
    return tap(taps::pixel_position, site,
               curved_position_m<Arithmetic>(tap(taps::flat_position, site, flat), scene.fast_axis,
                                             scene.slow_axis, scene.beam_direction,
                                             scene.distance));
}

/// One line of sight: geometry and the factors that depend on it alone.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE void add_ray(const SceneView<Real>& scene, trace::Site site, PhiState& state,
                               PixelProgress<Real>& pixel, Tap& tap) {
    const Vec3<Real> coordinates = tap(
        taps::detector_coordinates, site,
        Vec3<Real>{subpixel_centre_m(scene.subpixel_size, site.fast, scene.oversample, site.sub_f),
                   subpixel_centre_m(scene.subpixel_size, site.slow, scene.oversample, site.sub_s),
                   Real(site.thick) * scene.layer_thickness});
    const Vec3<Real> position = position_of<Real, Arithmetic>(scene, site, coordinates, tap);
    const Real airpath = tap(taps::airpath, site, magnitude(position));
    pixel.diffracted = tap(taps::diffracted, site, position / airpath);
    if (pixel.omega == Real(0) || scene.oversample_omega || scene.use_omega.to_term) {
        pixel.omega = scene.point_pixel
                          ? point_solid_angle(airpath)
                          : solid_angle_sr(scene.pixel_size, airpath, scene.close_distance);
    }
    pixel.omega = tap(taps::omega, site, pixel.omega);
    if constexpr (Tap::records) {
        tap(taps::obliquity, site, scene.close_distance / airpath);
    }
    if (pixel.capture == Real(0) || scene.oversample_thick) {
        pixel.capture = layer_capture_fraction<Arithmetic>(
            site.thick, scene.layer_thickness, scene.attenuation,
            Arithmetic::dot(pixel.diffracted, scene.normal_axis));
    }
    pixel.capture = tap(taps::capture, site, pixel.capture);
    for (site.source = 0; site.source < scene.sources; ++site.source) {
        add_source<Real, Arithmetic>(scene, site, state, pixel, tap);
    }
}

} // namespace kernel

/// Expected photons in one pixel.
///
/// @tparam Real        double, float, Lineage
/// @tparam Arithmetic  how the elementary operations are done, see arithmetic/
/// @tparam Tap         what happens at each tap, see tap_policies.hpp
/// @param scene  see SceneView for units
/// @param index  0 <= slow, fast < the detector's pixel counts
/// @param state  the emulated thread's carry-over cache; unused in PhiMode::spec
/// @return photons
///
/// The sum runs over layers, subpixels, sources, phi steps and domains, in this fixed order.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE Real pixel_photons(const SceneView<Real>& scene, PixelIndex index,
                                     PhiState& state, Tap& tap) {
    trace::Site site{.slow = index.slow, .fast = index.fast};
    kernel::PixelProgress<Real> pixel;
    pixel.sum = scene.background;
    pixel.omega = Real(0);
    pixel.polar = scene.no_polarization ? Real(1) : Real(0);
    for (site.thick = 0; site.thick < scene.layers; ++site.thick) {
        pixel.capture = scene.sensor_thickness == Real(0) ? Real(1) : Real(0);
        for (site.sub_s = 0; site.sub_s < scene.oversample; ++site.sub_s) {
            for (site.sub_f = 0; site.sub_f < scene.oversample; ++site.sub_f) {
                kernel::add_ray<Real, Arithmetic>(scene, site, state, pixel, tap);
            }
        }
    }
    const trace::Site here{.slow = index.slow, .fast = index.fast};
    const Real total = tap(taps::i_total, here, pixel.sum);
    const Real capture = tap(taps::capture_final, here, pixel.capture);
    const Real polar = tap(taps::polar_final, here, pixel.polar);
    const Real omega = tap(taps::omega_final, here, pixel.omega);
    Real photons = photons_per_steradian(scene.r_e_squared, scene.fluence, total, scene.steps);
    photons = scene.use_thick.to_pixel ? photons * capture : photons;
    photons = scene.use_polar.to_pixel ? photons * polar : photons;
    photons = scene.use_omega.to_pixel ? photons * omega : photons;
    photons = tap(taps::photons, here, photons);
    if constexpr (Tap::records) {
        tap(taps::i_total_polarised, here, total * polar);
        tap(taps::cos_2theta, here, dot(pixel.incident, pixel.diffracted));
        tap(taps::image_value, here,
            chosen_by(static_cast<double>(static_cast<float>(value_of(photons))), photons));
    }
    return photons;
}

} // namespace tapir::engine
