#pragma once

#include <algorithm>
#include <cmath>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/physics/orientation.hpp"
#include "tapir/engine/resolve.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/setup/crystal_setup.hpp"
#include "tapir/engine/setup/detector_setup.hpp"
#include "tapir/engine/setup/domain_cells.hpp"
#include "tapir/engine/setup/scale_setup.hpp"
#include "tapir/engine/setup/source_setup.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

/// From an effective experiment to the tables of the pixel loop, through the set-up taps.
namespace tapir::engine {

namespace setup {

/// Turned crystals for every phi step and mosaic domain.
template <class Real, class Tap, class Fields = FixedFields<Real>>
void derive_orientations(const Experiment& experiment, const Cell<Real>& cell,
                         DerivedScene<Uniform<Real>>& scene, Tap& tap, const Fields& field = {}) {
    const ExperimentRequest& input = experiment.input;
    const Vec3<Real> raw = tap(taps::spindle_axis_raw, {}, lifted<Real>(input.spindle_axis));
    const Vec3<Real> spindle = tap(taps::spindle_axis, {}, unit_vector(raw));
    if constexpr (Tap::records) {
        tap(taps::spindle_magnitude, {}, magnitude(spindle));
    }
    const Real start = tap(taps::phi_start, {}, field(input.phi_start_rad));
    const Real step = tap(taps::phi_step, {}, field(input.phi_step_rad));
    for (int phi_tic = 0; phi_tic < input.phi_steps; ++phi_tic) {
        const Real phi = tap(taps::phi, {.phi_tic = phi_tic}, start + step * Real(phi_tic));
        scene.phi.push_back(phi);
        scene.cells_phi.push_back(phi == Real(0) ? cell : rotated_cell(cell, spindle, phi));
    }
    scene.fields.mosaic = input.mosaic_spread_rad > 0;
    if (scene.fields.mosaic) {
        const Real wider = field.change(input.mosaic_spread_rad);
        for (std::size_t mos = 0; mos < experiment.mosaic_rotations.size(); ++mos) {
            scene.mosaic_rotations.push_back(
                tap(taps::mosaic_rotation, {.mos = static_cast<int>(mos)},
                    domain_rotation<Real>(experiment.mosaic_rotations, mos, wider)));
        }
    }
    scene.fields.phi_steps = input.phi_steps;
    scene.fields.mosaic_domains = input.mosaic_domains;
    scene.cells = cells_of_domains(scene);
}

/// Unit cells along an edge: as given, or as many as the sample's size needs; at least 1.
template <class Real>
Real cells_along(const Real& sample_size, const Vec3<Real>& edge, double given) {
    using std::ceil;
    const Real count = sample_size > Real(0) ? ceil(sample_size / magnitude(edge)) : Real(given);
    constexpr double most_cells = 1e9;
    if (!(value_of(count) <= most_cells)) {
        throw InputError({.where = "crystal",
                          .problem = "would have " + trace::general15(value_of(count)) +
                                     " unit cells along an edge",
                          .reason = "its lattice factor would be rounding noise",
                          .remedy = "Make the sample smaller: at most 10^9 cells."});
    }
    return count > Real(1) ? count : Real(1);
}

/// Subpixels per edge that resolve the shape transform of the largest crystal dimension.
template <class Real>
int recommended_oversample(const Experiment& experiment, const Cell<Real>& cell,
                           const SceneView<Uniform<Real>>& scene) {
    const Vec3<Real>& counts = scene.cell_counts;
    const double largest = std::max({value_of(magnitude(cell.a)) * value_of(counts.x),
                                     value_of(magnitude(cell.b)) * value_of(counts.y),
                                     value_of(magnitude(cell.c)) * value_of(counts.z)});
    const double reciprocal_pixel_m =
        experiment.input.wavelength_m * value_of(scene.distance) / experiment.input.pixel_size_m;
    constexpr double samples_per_fringe = 3;
    const double recommended = std::ceil(samples_per_fringe * largest / reciprocal_pixel_m);
    if (!(recommended <= most_oversample)) {
        throw InputError(
            {.where = "oversample",
             .problem = "would be " + trace::general15(recommended) + " when chosen automatically",
             .reason = "so large a crystal needs that many subpixels along an edge",
             .remedy = "Say yourself how many, or make the crystal smaller."});
    }
    return recommended >= 1 ? static_cast<int>(recommended) : 1;
}

/// The number of terms in the sum of a pixel must be a whole number of 32 bits, as in the C
/// program.
template <class Real>
void check_steps(const SceneView<Uniform<Real>>& scene) {
    const double steps = step_count(scene);
    if (scene.sources == 0 || steps * scene.layers > most_steps) {
        throw InputError({.where = "steps",
                          .problem = "cannot be " + trace::general15(steps),
                          .reason = "a pixel is the sum of 1 to 2^31 - 1 terms: sources x domains "
                                    "x phi steps x subpixels x layers",
                          .remedy = "Give fewer of them, but at least one source."});
    }
}

/// Whether every Miller index of this scene is a number far from overflow, in single precision too.
template <class Numbers>
bool indices_are_bounded(const DerivedScene<Numbers>& scene) {
    double largest_cell_m = 0;
    for (const auto& cell : scene.cells) {
        for (const auto* edge : {&cell.a, &cell.b, &cell.c}) {
            for (const auto* component : {&edge->x, &edge->y, &edge->z}) {
                const double size = std::fabs(value_of(*component));
                largest_cell_m = size <= largest_cell_m ? largest_cell_m : size; // NaN stays
            }
        }
    }
    double largest_q_per_m = 0;
    for (const auto& inverse : scene.inverse_wavelengths) {
        largest_q_per_m = std::fmax(largest_q_per_m, 2 * value_of(inverse));
    }
    constexpr double most = 1e15;
    return largest_q_per_m < most && largest_cell_m < most &&
           3 * largest_cell_m * largest_q_per_m < most;
}

/// The crystal: cell, size, shape and orientations.
template <class Real, class Tap, class Fields = FixedFields<Real>>
void derive_crystal(const Experiment& experiment, const Real& wavelength,
                    DerivedScene<Uniform<Real>>& scene, Tap& tap, const Fields& field = {}) {
    const ExperimentRequest& input = experiment.input;
    SceneView<Uniform<Real>>& fields = scene.fields;
    const UnrotatedCell<Real> cell = derive_cell<Real>(experiment, wavelength, tap, field);
    const Vec3<Real> size = tap(taps::sample_size, {}, lifted<Real>(input.sample_size_m));
    fields.cell_counts = tap(taps::cell_counts, {},
                             Vec3<Real>{cells_along(size.x, cell.direct.a, input.cell_counts[0]),
                                        cells_along(size.y, cell.direct.b, input.cell_counts[1]),
                                        cells_along(size.z, cell.direct.c, input.cell_counts[2])});
    fields.shape = input.shape;
    fields.shape_fudge = tap(taps::shape_fudge, {}, field(input.shape_fudge));
    fields.reciprocal_cell = cell.reciprocal;
    fields.rotated_spot_shape = !input.quirks.has(Quirk::unrotated_spot_shape);
    fields.oversample = input.oversample > 0
                            ? input.oversample
                            : recommended_oversample(experiment, cell.direct, fields);
    derive_orientations(experiment, cell.direct, scene, tap, field);
}

} // namespace setup

/// @param phi_mode  how a step at phi = 0 gets its vectors
/// @param field     how the experiment's fields come in: FixedFields, VariedFields
/// @throws InputError  a number of cells, subpixels or steps that cannot be computed
template <class Real, class Tap, class Fields = setup::FixedFields<Real>>
DerivedScene<Uniform<Real>> derive_scene(const Experiment& experiment, PhiMode phi_mode, Tap& tap,
                                         const Fields& field = {}) {
    const ExperimentRequest& input = experiment.input;
    DerivedScene<Uniform<Real>> scene;
    SceneView<Uniform<Real>>& fields = scene.fields;
    const Vec3<Real> beam =
        tap(taps::beam_direction, {}, unit_vector(setup::lifted<Real>(input.beam_direction)));
    setup::derive_detector(experiment, beam, fields, tap, field);
    setup::derive_sensor(experiment, fields, tap, field);
    const Real wavelength = setup::derive_sources(input, beam, scene, tap, field);
    setup::derive_crystal(experiment, wavelength, scene, tap, field);
    setup::check_steps(fields);
    fields.bounded_indices = setup::indices_are_bounded(scene);
    setup::derive_factors(input, fields, tap);
    setup::derive_scale(input, fields, tap, field);
    scene.structure_factors = experiment.structure_factors;
    fields.structure_factors = scene.structure_factors->table();
    fields.interpolate = experiment.interpolate;
    fields.interpolation_ends = input.quirks.has(Quirk::interpolation_switches_off);
    fields.phi_mode = phi_mode;
    fields.key = scene_key(experiment);
    return scene;
}

} // namespace tapir::engine
