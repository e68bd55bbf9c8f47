#pragma once

#include <string>
#include <vector>

#include "run/matrix_variations.hpp"
#include "scene/detector_points.hpp"
#include "scene/parameter_table.hpp"
#include "tapir/engine/setup/lifted.hpp"
#include "tapir/engine/setup/varied_fields.hpp"

/// What in an experiment moves with a parameter.
namespace tapir::engine {

template <class Real>
using Variations = std::vector<typename setup::VariedFields<Real>::Variation>;

/// The points by which the detector is placed, from fields of which some vary.
template <class Real, class Fields>
std::vector<Real> detector_points(const Experiment& experiment, const Fields& field) {
    const ExperimentRequest& input = experiment.input;
    const Real pixel = field(input.pixel_size_m);
    const Real size_fast = field(input.detector_size_fast_m);
    const Real size_slow = field(input.detector_size_slow_m);
    const bool near_unused = input.quirks.has(Quirk::near_point_unused);
    const auto spot =
        beam_spot(input.convention, field(input.beam_x_m), field(input.beam_y_m), size_slow, pixel);
    DetectorPoint<Real> near{near_coordinate(field(input.origin_x_pixels), field(input.near_x_m),
                                             size_fast, pixel, near_unused),
                             near_coordinate(field(input.origin_y_pixels), field(input.near_y_m),
                                             size_slow, pixel, near_unused)};
    if (input.convention == Convention::custom) {
        near = {field(input.beam_x_m), field(input.beam_y_m)};
    }
    return {spot.fast, spot.slow, near.fast, near.slow};
}

/// Puts in what goes along with a field: the detector's size with its pixels, the step of a range
/// with the range.
template <class Real>
void add_followers(const Experiment& experiment, const double& field, const Real& change,
                   Variations<Real>& variations) {
    const ExperimentRequest& input = experiment.input;
    const auto step_with_range = [&](const double& range, const double& step, int steps) {
        if (&field == &range) {
            variations.push_back({&step, change * Real(range > 0 ? step / range : 1.0 / steps)});
        }
    };
    step_with_range(input.oscillation_rad, input.phi_step_rad, input.phi_steps);
    for (const SampledRange* sampled :
         {&input.dispersion, &input.divergence_horizontal, &input.divergence_vertical}) {
        step_with_range(sampled->range, sampled->step, sampled->count);
    }
    if (&field == &input.pixel_size_m) {
        variations.push_back({&input.detector_size_fast_m, change * Real(input.pixels_fast)});
        variations.push_back({&input.detector_size_slow_m, change * Real(input.pixels_slow)});
    }
}

/// All that moves when a field does.
/// @param change  of the field, in the engine's unit
template <class Real>
Variations<Real> variations_of(const Experiment& experiment, const double& field,
                               const Real& change) {
    Variations<Real> variations{{&field, change}};
    add_followers(experiment, field, change, variations);
    const auto moved = detector_points<Real>(experiment, setup::VariedFields<Real>(variations));
    const auto still = detector_points<Real>(experiment, setup::FixedFields<Real>{});
    std::size_t next = 0;
    for (const double* point : {&experiment.beam_fast_m, &experiment.beam_slow_m,
                                &experiment.near_fast_m, &experiment.near_slow_m}) {
        variations.push_back({point, moved[next] - still[next]});
        ++next;
    }
    return variations;
}

/// The field of a parameter; null when it is an amplitude.
inline const double* field_of(const Experiment& experiment, const std::string& name) {
    for (const ParameterField& field : parameter_table()) {
        if (name == field.name && name != default_amplitude) {
            return &field.number(experiment.input);
        }
    }
    return nullptr;
}

/// All that moves when a parameter does; nothing when it is an amplitude.
/// @param change  of the parameter, in the engine's unit
template <class Real>
Variations<Real> variations_by(const Experiment& experiment, const std::string& name,
                               const Real& change) {
    if (const auto component = matrix_cell_component(experiment.input, name)) {
        return matrix_variations(experiment.input, *component, change);
    }
    const double* field = field_of(experiment, name);
    return field == nullptr ? Variations<Real>{} : variations_of(experiment, *field, change);
}

} // namespace tapir::engine
