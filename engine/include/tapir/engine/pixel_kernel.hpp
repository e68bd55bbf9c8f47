#pragma once

#include "tapir/engine/numbers/lineage.hpp"
#include "tapir/engine/physics/absorption.hpp"
#include "tapir/engine/physics/detector_position.hpp"
#include "tapir/engine/physics/intensity.hpp"
#include "tapir/engine/physics/interference.hpp"
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
        state = {phi_tic, {site.slow, site.fast}, scene.key};
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

/// Records the 4 x 4 x 4 neighbourhood for the reader; nothing is computed from it.
template <class Real, class Tap>
void display_tricubic(const SceneView<Real>& scene, const trace::Site& site, const Vec3<Real>& hkl,
                      Tap& tap) {
    if (scene.structure_factors.amplitude_electrons == nullptr) {
        return;
    }
    const TricubicGrid<Real> grid = tricubic_grid(scene.structure_factors, hkl);
    tap(taps::tricubic_first, site, grid.first);
    tap(taps::tricubic_grid, site, grid.electrons);
    tap(taps::f_cell_interpolated, site, tricubic_structure_factor(grid, hkl));
}

/// One innermost step: one orientation of one mosaic domain.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE void add_step(const SceneView<Real>& scene, const trace::Site& site,
                                const Cell<Real>& domain_cell, const Vec3<Real>& q,
                                PixelProgress<Real>& pixel, Tap& tap) {
    const Cell<Real> cell = tap(taps::cell, site, domain_cell);
    const Vec3<Real> hkl =
        tap(taps::miller_index, site, fractional_miller_index<Arithmetic>(cell, q));
    const Vec3<Real> nearest =
        tap(taps::nearest_index, site, nearest_miller_index<Arithmetic>(hkl));
    const Real along_a =
        tap(taps::f_latt_a, site, interference_amplitude<Arithmetic>(hkl.x, scene.cell_counts.x));
    const Real along_b =
        tap(taps::f_latt_b, site, interference_amplitude<Arithmetic>(hkl.y, scene.cell_counts.y));
    const Real along_c =
        tap(taps::f_latt_c, site, interference_amplitude<Arithmetic>(hkl.z, scene.cell_counts.z));
    const Real f_latt = tap(taps::f_latt, site, along_a * along_b * along_c);
    if constexpr (Tap::records) {
        display_tricubic(scene, site, hkl, tap);
    }
    const Real f_cell =
        tap(taps::f_cell, site, nearest_structure_factor(scene.structure_factors, nearest));
    const Real term = tap(taps::i_term, site, step_intensity(f_cell, f_latt));
    Real sum = pixel.sum + term;
    // The C program multiplies the running sum, but not in a step whose lattice factor is 0.
    if (f_latt != Real(0)) {
        sum = scene.oversample_thick ? sum * pixel.capture : sum;
        sum = scene.oversample_polar ? sum * pixel.polar : sum;
        sum = scene.oversample_omega ? sum * pixel.omega : sum;
    }
    pixel.sum = tap(taps::i_sum, site, sum);
}

/// Fixes the polarisation factor of this source, which the C program computes once a pixel.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE void polarize(const SceneView<Real>& scene, const trace::Site& site,
                                PixelProgress<Real>& pixel, Tap& tap) {
    if (pixel.polar == Real(0) || scene.oversample_polar) {
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

/// All orientations of the crystal for one line of sight and one source.
template <class Real, class Arithmetic, class Tap>
TAPIR_HOST_DEVICE void add_source(const SceneView<Real>& scene, trace::Site site, PhiState& state,
                                  PixelProgress<Real>& pixel, Tap& tap) {
    pixel.incident = tap(taps::incident, site, -scene.source_directions[site.source]);
    const Vec3<Real> q = tap(
        taps::scattering_vector, site,
        scattering_vector_per_m(pixel.diffracted, pixel.incident, scene.wavelengths[site.source]));
    if constexpr (Tap::records) {
        constexpr double half = 0.5;
        tap(taps::stol, site, Real(half) * magnitude(q));
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
                pixel, tap);
        }
    }
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
    const Vec3<Real> position =
        tap(taps::pixel_position, site,
            detector_position_m(coordinates, scene.fast_axis, scene.slow_axis, scene.normal_axis,
                                scene.detector_origin));
    const Real airpath = tap(taps::airpath, site, magnitude(position));
    pixel.diffracted = tap(taps::diffracted, site, position / airpath);
    if (pixel.omega == Real(0) || scene.oversample_omega) {
        pixel.omega = scene.point_pixel
                          ? point_solid_angle(airpath)
                          : solid_angle_sr(scene.pixel_size, airpath, scene.close_distance);
    }
    pixel.omega = tap(taps::omega, site, pixel.omega);
    if constexpr (Tap::records) {
        tap(taps::obliquity, site, scene.close_distance / airpath);
    }
    if (pixel.capture == Real(0) || scene.oversample_thick) {
        pixel.capture =
            layer_capture_fraction(site.thick, scene.layer_thickness, scene.attenuation,
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
    photons = scene.oversample_thick ? photons : photons * capture;
    photons = scene.oversample_polar ? photons : photons * polar;
    photons = scene.oversample_omega ? photons : photons * omega;
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
