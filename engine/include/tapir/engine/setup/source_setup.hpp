#pragma once

#include <cmath>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/physics/rotation.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/setup/lifted.hpp"
#include "tapir/engine/taps.hpp"

namespace tapir::engine::setup {

inline constexpr double source_distance_m = 10; ///< of sources that are not in a table

/// Angle of a step of a range that is centred on 0 [unit of the range].
template <class Number>
Number centred_step(const Number& step, const Number& range, int tic) {
    return step * Number(tic) - range / Number(2);
}
inline double centred_step(const SampledRange& sampled, int tic) {
    return centred_step(sampled.step, sampled.range, tic);
}

/// How far out a step of a divergence range is, as a share of the squared range; in the C program's
/// way, so that even and odd numbers of steps give round spots. NaN for a range of 0.
inline double squared_share(const SampledRange& sampled, int tic) {
    constexpr double quarter = 4.0;
    const double angle = centred_step(sampled, tic);
    const int even = 1 - sampled.count % 2;
    return (angle * angle - sampled.step * sampled.step / quarter * even) / sampled.range /
           sampled.range;
}

/// Whether a point of the grid of divergence angles is inside the ellipse, or not to be trimmed.
inline bool inside_divergence(const ExperimentRequest& input, int horizontal, int vertical) {
    double share = squared_share(input.divergence_horizontal, horizontal);
    double other = squared_share(input.divergence_vertical, vertical);
    if (!input.quirks.has(Quirk::one_step_divergence_untrimmed)) {
        share = std::isnan(share) ? 0 : share;
        other = std::isnan(other) ? 0 : other;
    }
    constexpr double quarter = 4.0;
    constexpr double margin = 1.1;
    return !(input.round_divergence && (share + other) * quarter > margin);
}

template <class Real, class Tap>
void add_source(DerivedScene<Uniform<Real>>& scene, const Vec3<Real>& position,
                const Real& wavelength, Tap& tap) {
    const Site site{.source = static_cast<int>(scene.wavelengths.size())};
    scene.source_directions.push_back(
        tap(taps::source_direction, site, unit_vector(tap(taps::source_position, site, position))));
    scene.wavelengths.push_back(tap(taps::wavelength, site, wavelength));
    scene.inverse_wavelengths.push_back(Real(1) / scene.wavelengths.back());
}

/// Sources from a table; missing columns get the values of a parallel, monochromatic beam.
template <class Real, class Tap>
void add_table(const ExperimentRequest& input, const Vec3<Real>& beam, const Real& nominal,
               DerivedScene<Uniform<Real>>& scene, Tap& tap) {
    const Vec3<Real> upstream = Real(-source_distance_m) * beam;
    const auto or_else = [](double given, const Real& fallback) {
        return std::isnan(given) ? fallback : Real(given);
    };
    double sum = 0;
    for (const SourceEntry& entry : input.sources) {
        add_source(scene,
                   Vec3<Real>{or_else(entry.position.x, upstream.x),
                              or_else(entry.position.y, upstream.y),
                              or_else(entry.position.z, upstream.z)},
                   or_else(entry.wavelength_m, nominal), tap);
        sum += std::isnan(entry.weight) ? 1 : entry.weight;
    }
    if (input.quirks.has(Quirk::source_weights_ignored)) {
        return;
    }
    int source = 0;
    for (const SourceEntry& entry : input.sources) {
        const double weight = std::isnan(entry.weight) ? 1 : entry.weight;
        const double share = weight * static_cast<double>(input.sources.size()) / sum;
        scene.source_weights.push_back(
            tap(taps::source_weight, Site{.source = source++}, Real(share)));
    }
}

/// Sources of a divergent, polychromatic beam: the beam turned about the E-vector by the vertical
/// angle and then about the vertical axis by the horizontal one, for each wavelength.
template <class Real, class Tap, class Fields = FixedFields<Real>>
void add_grid(const ExperimentRequest& input, const Vec3<Real>& beam,
              const Vec3<Real>& polarization, const Real& nominal,
              DerivedScene<Uniform<Real>>& scene, Tap& tap, const Fields& field = {}) {
    const auto angle = [&field](const SampledRange& sampled, int tic) {
        return field.of([&sampled, tic](const auto& number) {
            return centred_step(number(sampled.step), number(sampled.range), tic);
        });
    };
    const Vec3<Real> vertical_axis = unit_vector(cross(beam, polarization));
    const Vec3<Real> upstream = Real(-source_distance_m) * beam;
    for (int h = 0; h < input.divergence_horizontal.count; ++h) {
        for (int v = 0; v < input.divergence_vertical.count; ++v) {
            if (!inside_divergence(input, h, v)) {
                continue;
            }
            for (int disp = 0; disp < input.dispersion.count; ++disp) {
                const Site site{.source = static_cast<int>(scene.wavelengths.size())};
                const std::array<Real, 2> angles =
                    tap(taps::divergence, site,
                        std::array<Real, 2>{angle(input.divergence_horizontal, h),
                                            angle(input.divergence_vertical, v)});
                const Vec3<Real> turned =
                    rotated_about_axis(rotated_about_axis(upstream, polarization, angles[1]),
                                       vertical_axis, angles[0]);
                const Real relative = field.of([&input, disp](const auto& number) {
                    return 1.0 + number(input.dispersion.step) * disp -
                           number(input.dispersion.range) / 2.0;
                });
                add_source(scene, turned, nominal * relative, tap);
            }
        }
    }
}

/// All sources, and the polarisation of the beam.
/// @return wavelength before dispersion [m]
template <class Real, class Tap, class Fields = FixedFields<Real>>
Real derive_sources(const ExperimentRequest& input, const Vec3<Real>& beam,
                    DerivedScene<Uniform<Real>>& scene, Tap& tap, const Fields& field = {}) {
    Vec3<Real> polarization = unit_vector(lifted<Real>(input.polarization_axis));
    Real nominal = tap(taps::nominal_wavelength, {}, field(input.wavelength_m));
    if (input.sources.empty()) {
        add_grid(input, beam, polarization, nominal, scene, tap, field);
    } else {
        add_table(input, beam, nominal, scene, tap);
    }
    SceneView<Uniform<Real>>& fields = scene.fields;
    fields.sources = static_cast<int>(scene.wavelengths.size());
    // The C program normalises the axis in place at every use: after a few it stays the same.
    constexpr int uses = 8;
    for (int i = 0; i < uses; ++i) {
        polarization = unit_vector(polarization);
    }
    fields.polarization_axis = tap(taps::polarization_axis, {}, polarization);
    fields.kahn_factor = tap(taps::kahn_factor, {}, field(input.polarization_factor));
    fields.no_polarization = input.no_polarization;
    return nominal;
}

} // namespace tapir::engine::setup
