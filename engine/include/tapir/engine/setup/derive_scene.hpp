#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/physics/orientation.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/setup/crystal_setup.hpp"
#include "tapir/engine/setup/detector_setup.hpp"
#include "tapir/engine/setup/mosaic.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/number_text.hpp"

/// From an effective experiment to the tables of the pixel loop, through the set-up taps.
namespace tapir::engine {

namespace setup {

inline constexpr double r_e_squared_m2 = 7.94079248018965e-30; ///< Thomson cross section / (8 pi/3)

/// One parallel, monochromatic source, ten metres upstream.
template <class Real, class Tap>
void derive_sources(const Experiment& experiment, const Vec3<Real>& beam, DerivedScene<Real>& scene,
                    Tap& tap) {
    constexpr double source_distance_m = 10;
    const Vec3<Real> polarization = unit_vector(lifted<Real>(experiment.input.polarization_axis));
    const Vec3<Real> vertical = unit_vector(cross(beam, polarization));
    const Vec3<Real> upstream = Real(-source_distance_m) * beam;
    // zero divergence, by the same rotations a divergent beam takes
    const Vec3<Real> turned =
        rotated_about_axis(rotated_about_axis(upstream, polarization, Real(0)), vertical, Real(0));
    const trace::Site site{.source = 0};
    scene.source_directions = {tap(taps::source_direction, site, unit_vector(turned))};
    scene.wavelengths = {tap(taps::wavelength, site, Real(experiment.input.wavelength_m))};
    scene.fields.polarization_axis = polarization;
    scene.fields.kahn_factor = Real(experiment.input.polarization_factor);
    scene.fields.no_polarization = experiment.input.no_polarization;
    scene.fields.sources = 1;
}

/// Turned crystals for every phi step and mosaic domain.
template <class Real, class Tap>
void derive_orientations(const Experiment& experiment, const Cell<Real>& cell,
                         DerivedScene<Real>& scene, Tap& tap) {
    const ExperimentRequest& input = experiment.input;
    const Vec3<Real> raw = tap(taps::spindle_axis_raw, {}, lifted<Real>(input.spindle_axis));
    const Vec3<Real> spindle = tap(taps::spindle_axis, {}, unit_vector(raw));
    if constexpr (Tap::records) {
        tap(taps::spindle_magnitude, {}, magnitude(spindle));
    }
    for (int phi_tic = 0; phi_tic < input.phi_steps; ++phi_tic) {
        const Real phi = tap(taps::phi, {.phi_tic = phi_tic},
                             Real(input.phi_start_rad) + Real(input.phi_step_rad) * Real(phi_tic));
        scene.phi.push_back(phi);
        scene.cells_phi.push_back(phi == Real(0) ? cell : rotated_cell(cell, spindle, phi));
    }
    scene.fields.mosaic = input.mosaic_spread_rad > 0;
    if (scene.fields.mosaic) {
        int mos = 0;
        for (const Mat3<double>& u :
             mosaic_rotations(input.mosaic_spread_rad, input.mosaic_domains, input.mosaic_seed)) {
            scene.mosaic_rotations.push_back(
                tap(taps::mosaic_rotation, {.mos = mos++}, lifted<Real>(u)));
        }
    }
    for (const Cell<Real>& turned : scene.cells_phi) {
        for (int mos = 0; mos < input.mosaic_domains; ++mos) {
            scene.cells.push_back(
                scene.fields.mosaic
                    ? domain_cell(scene.mosaic_rotations[static_cast<std::size_t>(mos)], turned)
                    : turned);
        }
    }
    scene.fields.phi_steps = input.phi_steps;
    scene.fields.mosaic_domains = input.mosaic_domains;
}

/// Subpixels per edge that resolve the shape transform of the largest crystal dimension.
template <class Real>
int recommended_oversample(const Experiment& experiment, const Cell<Real>& cell,
                           const Real& distance) {
    const std::array<double, 3>& counts = experiment.input.cell_counts;
    const double largest =
        std::max({value_of(magnitude(cell.a)) * counts[0], value_of(magnitude(cell.b)) * counts[1],
                  value_of(magnitude(cell.c)) * counts[2]});
    const double reciprocal_pixel_m =
        experiment.input.wavelength_m * value_of(distance) / experiment.input.pixel_size_m;
    constexpr double samples_per_fringe = 3;
    const double recommended = std::ceil(samples_per_fringe * largest / reciprocal_pixel_m);
    const double orientations =
        static_cast<double>(experiment.input.phi_steps) * experiment.input.mosaic_domains;
    if (recommended > most_oversample || orientations * recommended * recommended > most_steps) {
        throw InputError(
            {.where = "oversample",
             .problem = "would be " + trace::general15(recommended) + " when chosen automatically",
             .reason = "so large a crystal needs that many subpixels along an edge",
             .remedy = "Say yourself how many, or make the crystal smaller."});
    }
    return recommended >= 1 ? static_cast<int>(recommended) : 1;
}

template <class Real, class Tap>
void derive_scale(const Experiment& experiment, SceneView<Real>& scene, Tap& tap) {
    using std::sqrt;
    const ExperimentRequest& input = experiment.input;
    scene.subpixel_size = scene.pixel_size / Real(scene.oversample);
    scene.r_e_squared = tap(taps::r_e_squared, {}, Real(r_e_squared_m2));
    if constexpr (Tap::records) {
        tap(taps::r_e, {}, sqrt(scene.r_e_squared));
    }
    scene.fluence = tap(taps::fluence, {}, Real(input.fluence_per_m2));
    scene.steps = tap(taps::steps, {},
                      Real(scene.sources * scene.mosaic_domains * scene.phi_steps *
                           scene.oversample * scene.oversample));
    const auto flag = [&tap](const trace::TapSpec& spec, bool on) {
        return tap(spec, trace::Site{}, Real(on ? 1 : 0)) != Real(0);
    };
    scene.oversample_thick = flag(taps::oversample_thick, input.oversample_thick);
    scene.oversample_polar = flag(taps::oversample_polar, input.oversample_polar);
    scene.oversample_omega = flag(taps::oversample_omega, input.oversample_omega);
    scene.background = Real(0);
}

} // namespace setup

/// @param phi_mode  how a step at phi = 0 gets its vectors
template <class Real, class Tap>
DerivedScene<Real> derive_scene(const Experiment& experiment, PhiMode phi_mode, Tap& tap) {
    const ExperimentRequest& input = experiment.input;
    DerivedScene<Real> scene;
    SceneView<Real>& fields = scene.fields;
    const Vec3<Real> beam =
        tap(taps::beam_direction, {}, unit_vector(setup::lifted<Real>(input.beam_direction)));
    const Real distance = setup::derive_detector(experiment, beam, fields, tap);
    fields.point_pixel = input.point_pixel;
    fields.layers = 1;
    fields.sensor_thickness = fields.layer_thickness = Real(0);
    fields.attenuation = Real(-1);
    setup::derive_sources(experiment, beam, scene, tap);
    const Cell<Real> cell = setup::derive_cell<Real>(input, scene.wavelengths.front(), tap);
    fields.cell_counts = tap(taps::cell_counts, {},
                             Vec3<Real>{Real(input.cell_counts[0]), Real(input.cell_counts[1]),
                                        Real(input.cell_counts[2])});
    fields.oversample = input.oversample > 0
                            ? input.oversample
                            : setup::recommended_oversample(experiment, cell, distance);
    setup::derive_orientations(experiment, cell, scene, tap);
    setup::derive_scale(experiment, fields, tap);
    fields.structure_factors = experiment.structure_factors->table;
    fields.phi_mode = phi_mode;
    fields.key = scene_key(experiment);
    return scene;
}

} // namespace tapir::engine
