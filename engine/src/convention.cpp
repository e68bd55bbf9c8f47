#include "convention.hpp"

#include <array>
#include <cmath>

namespace tapir::engine {

namespace {

/// Axes and pivot that a named convention imposes.
struct NamedConvention {
    Convention convention;
    Pivot pivot;
    Vec3<double> beam, fast, slow, normal, twotheta, polarization, spindle;
};

constexpr std::array<NamedConvention, 5> named_conventions{{
    {Convention::adxv,
     Pivot::beam,
     {0, 0, 1},
     {1, 0, 0},
     {0, -1, 0},
     {0, 0, 1},
     {-1, 0, 0},
     {1, 0, 0},
     {1, 0, 0}},
    {Convention::mosflm,
     Pivot::beam,
     {1, 0, 0},
     {0, 0, 1},
     {0, -1, 0},
     {1, 0, 0},
     {0, 0, -1},
     {0, 0, 1},
     {0, 0, 1}},
    {Convention::denzo,
     Pivot::beam,
     {1, 0, 0},
     {0, 0, 1},
     {0, -1, 0},
     {1, 0, 0},
     {0, 0, -1},
     {0, 0, 1},
     {0, 0, 1}},
    {Convention::xds,
     Pivot::sample,
     {0, 0, 1},
     {1, 0, 0},
     {0, 1, 0},
     {0, 0, 1},
     {1, 0, 0},
     {1, 0, 0},
     {1, 0, 0}},
    {Convention::dials,
     Pivot::sample,
     {0, 0, 1},
     {1, 0, 0},
     {0, 1, 0},
     {0, 0, 1},
     {0, 1, 0},
     {0, 1, 0},
     {0, 1, 0}},
}};

void impose_axes(ExperimentRequest& input) {
    for (const NamedConvention& named : named_conventions) {
        if (named.convention == input.convention) {
            input.pivot = named.pivot;
            input.beam_direction = named.beam;
            input.fast_axis = named.fast;
            input.slow_axis = named.slow;
            input.normal_axis = named.normal;
            input.twotheta_axis = named.twotheta;
            input.polarization_axis = named.polarization;
            input.spindle_axis = named.spindle;
        }
    }
}

void fill(double& field, double fallback) {
    if (std::isnan(field)) {
        field = fallback;
    }
}

} // namespace

void apply_convention(Experiment& experiment) {
    ExperimentRequest& input = experiment.input;
    const double pixel = input.pixel_size_m;
    const double size_fast = input.detector_size_fast_m;
    const double size_slow = input.detector_size_slow_m;
    constexpr double half_pixel = 0.5;
    double& near_fast = experiment.near_fast_m;
    double& near_slow = experiment.near_slow_m;
    near_fast = (input.origin_x_pixels - half_pixel) * pixel;
    near_slow = (input.origin_y_pixels - half_pixel) * pixel;
    fill(near_fast, size_fast / 2.0);
    fill(near_slow, size_slow / 2.0);
    fill(input.near_x_m, near_fast);
    fill(input.near_y_m, near_slow);
    impose_axes(input);
    switch (input.convention) {
    case Convention::adxv:
        fill(input.beam_x_m, (size_fast + pixel) / 2.0);
        fill(input.beam_y_m, (size_slow - pixel) / 2.0);
        experiment.beam_fast_m = input.beam_x_m;
        experiment.beam_slow_m = size_slow - input.beam_y_m;
        break;
    case Convention::mosflm:
    case Convention::denzo: {
        // X runs along the slow axis; MOSFLM counts from the middle of the first pixel
        const double shift = input.convention == Convention::mosflm ? half_pixel * pixel : 0.0;
        fill(input.beam_x_m, (size_slow + pixel) / 2.0);
        fill(input.beam_y_m, (size_fast + pixel) / 2.0);
        experiment.beam_fast_m = input.beam_y_m + shift;
        experiment.beam_slow_m = input.beam_x_m + shift;
        break;
    }
    case Convention::xds:
    case Convention::dials:
    case Convention::custom:
        fill(input.beam_x_m, input.near_x_m);
        fill(input.beam_y_m, input.near_y_m);
        experiment.beam_fast_m = input.beam_x_m;
        experiment.beam_slow_m = input.beam_y_m;
        break;
    }
    if (input.convention == Convention::custom) {
        near_fast = input.beam_x_m;
        near_slow = input.beam_y_m;
    }
}

} // namespace tapir::engine
