#pragma once

#include <cmath>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/setup/lifted.hpp"
#include "tapir/engine/taps.hpp"

namespace tapir::engine::setup {

inline constexpr double r_e_squared_m2 = 7.94079248018965e-30; ///< squared electron radius
inline constexpr double square_metres_per_angstrom2 = 1e-20;
inline constexpr double per_mole = 6.02214179e23; ///< Avogadro's number

/// Scattering of a cube of water, in the units of the sum over the crystal's steps.
///
/// @return F^2 size^3 density N_A / M [electrons^2]; as in the C program it holds r_e^2 x fluence
///         too (quirk water_scaled_twice). F = 2.57 electrons a molecule at any angle.
template <class Real>
Real water_intensity(const Real& size_m, const Real& r_e_squared, const Real& fluence, bool twice) {
    constexpr double molecule_electrons = 2.57;
    constexpr double grams_per_mole = 18.0;
    constexpr double grams_per_m3 = 1e6;
    const Real squared(molecule_electrons * molecule_electrons);
    const Real scattered = twice ? squared * r_e_squared * fluence : squared;
    return scattered * size_m * size_m * size_m * Real(grams_per_m3) * Real(per_mole) /
           Real(grams_per_mole);
}

/// Where a factor of the intensity is applied.
/// @param in_every_step  the user asked for it with -oversample_*
/// @param cached         quirk: otherwise the last value computed scales the whole pixel
inline FactorUse factor_use(bool in_every_step, bool cached, bool running_sum) {
    if (in_every_step) {
        return {.to_sum = running_sum, .to_term = !running_sum};
    }
    return {.to_term = !cached, .to_pixel = cached};
}

/// The sensor: thickness, layers, attenuation.
template <class Real, class Tap, class Fields = FixedFields<Real>>
void derive_sensor(const Experiment& experiment, SceneView<Uniform<Real>>& scene, Tap& tap,
                   const Fields& field = {}) {
    const ExperimentRequest& input = experiment.input;
    scene.layers = input.sensor_layers;
    scene.sensor_thickness = tap(taps::sensor_thickness, {}, field(input.sensor_thickness_m));
    scene.layer_thickness = tap(taps::layer_thickness, {},
                                scene.sensor_thickness / Real(experiment.layers_in_thickness));
    scene.attenuation = tap(taps::attenuation, {}, field(input.sensor_attenuation_per_m));
}

/// Which factors of the intensity enter where.
template <class Real, class Tap>
void derive_factors(const ExperimentRequest& input, SceneView<Uniform<Real>>& scene, Tap& tap) {
    const auto flag = [&tap](const trace::TapSpec& spec, bool on) {
        return tap(spec, Site{}, Real(on ? 1 : 0)) != Real(0);
    };
    const auto has = [&input](Quirk quirk) { return input.quirks.has(quirk); };
    const bool running = has(Quirk::oversample_running_sum);
    scene.oversample_thick = flag(taps::oversample_thick, input.oversample_thick);
    scene.oversample_polar = flag(taps::oversample_polar, input.oversample_polar);
    scene.oversample_omega = flag(taps::oversample_omega, input.oversample_omega);
    scene.use_thick = factor_use(scene.oversample_thick, has(Quirk::last_layer_capture), running);
    scene.use_omega = factor_use(scene.oversample_omega, has(Quirk::cached_solid_angle), running);
    const bool cached = has(Quirk::cached_polarisation);
    scene.use_polar = factor_use(scene.oversample_polar, cached, running);
    if (input.no_polarization && !cached) {
        scene.oversample_polar = false; // no polarisation is a factor of 1 everywhere
        scene.use_polar = {.to_pixel = true};
    }
}

/// Terms in the sum of a pixel: sources, domains, phi steps, subpixels; not layers.
template <class Real>
double step_count(const SceneView<Uniform<Real>>& scene) {
    return static_cast<double>(scene.sources) * scene.mosaic_domains * scene.phi_steps *
           scene.oversample * scene.oversample;
}

template <class Real, class Tap, class Fields = FixedFields<Real>>
void derive_scale(const ExperimentRequest& input, SceneView<Uniform<Real>>& scene, Tap& tap,
                  const Fields& field = {}) {
    using std::sqrt;
    scene.subpixel_size = scene.pixel_size / Real(scene.oversample);
    scene.r_e_squared = tap(taps::r_e_squared, {}, Real(r_e_squared_m2));
    if constexpr (Tap::records) {
        tap(taps::r_e, {}, sqrt(scene.r_e_squared));
    }
    scene.fluence = tap(taps::fluence, {}, field(input.fluence_per_m2));
    scene.steps = tap(taps::steps, {}, Real(step_count(scene)));
    scene.water = input.water_size_m != 0;
    scene.background =
        tap(taps::background, {},
            water_intensity(field(input.water_size_m), scene.r_e_squared, scene.fluence,
                            input.quirks.has(Quirk::water_scaled_twice)));
    scene.resolution_limit = tap(taps::resolution_limit, {}, Real(input.resolution_limit_m));
    scene.b_factor = field.of([&input](const auto& number) {
        return number(input.b_factor_angstrom2) * square_metres_per_angstrom2;
    });
    if (scene.has_temperature()) { // a scene without it has the records of the C program's
        scene.b_factor = tap(taps::b_factor, {}, scene.b_factor);
    }
}

} // namespace tapir::engine::setup
