#pragma once

#include "tapir/engine/kernel_step.hpp"
#include "tapir/engine/physics/absorption.hpp"
#include "tapir/engine/physics/detector_position.hpp"
#include "tapir/engine/physics/polarization.hpp"
#include "tapir/engine/physics/scattering_vector.hpp"
#include "tapir/engine/physics/solid_angle.hpp"

/// The one kernel. Every stage's result goes through its tap, and the kernel goes on with what
/// comes back. With `NullTap` nothing of the taps is left in the machine code.
namespace tapir::engine {

namespace kernel {

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
