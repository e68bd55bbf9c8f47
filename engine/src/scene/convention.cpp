#include "scene/convention.hpp"

#include <array>
#include <cmath>

#include "scene/detector_points.hpp"

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

void impose_axes_of(const NamedConvention& named, ExperimentRequest& input) {
    const GivenAxes& given = input.given_axes;
    const auto impose = [](bool by_user, Vec3<double>& field, const Vec3<double>& axis) {
        field = by_user ? field : axis;
    };
    // a plane the user turned has its own normal: of no length, so it is made from the other two
    const bool own_plane = (given.fast || given.slow) && !given.normal;
    impose(given.beam, input.beam_direction, named.beam);
    impose(given.fast, input.fast_axis, named.fast);
    impose(given.slow, input.slow_axis, named.slow);
    impose(given.normal, input.normal_axis, own_plane ? Vec3<double>{0, 0, 0} : named.normal);
    impose(given.twotheta, input.twotheta_axis, named.twotheta);
    impose(given.polarization, input.polarization_axis, named.polarization);
    impose(given.spindle, input.spindle_axis, named.spindle);
}

void impose_convention(ExperimentRequest& input, std::vector<Notice>& notices) {
    for (const NamedConvention& named : named_conventions) {
        if (named.convention == input.convention) {
            const bool forced = input.quirks.has(Quirk::named_convention_sets_pivot);
            if (input.pivot_given && input.pivot != named.pivot && forced) {
                notices.push_back({std::string("the pivot asked for is replaced by the "
                                               "convention's: ") +
                                       (named.pivot == Pivot::beam ? "beam" : "sample"),
                                   "named_convention_sets_pivot"});
            }
            if (!input.pivot_given || forced) {
                input.pivot = named.pivot;
            }
            impose_axes_of(named, input);
        }
    }
}

/// Points that the convention does not place the detector by.
void notice_unused_points(const ExperimentRequest& input, std::vector<Notice>& notices) {
    const bool about_sample =
        input.convention == Convention::xds || input.convention == Convention::dials;
    if (input.convention == Convention::custom) {
        return;
    }
    const bool near = !std::isnan(input.near_x_m) || !std::isnan(input.near_y_m);
    if (near && input.quirks.has(Quirk::near_point_unused)) {
        notices.push_back({"the nearest point (-Xclose, -Yclose) does not move the detector",
                           "near_point_unused"});
    }
    const bool origin = !std::isnan(input.origin_x_pixels) || !std::isnan(input.origin_y_pixels);
    if (origin && !about_sample) {
        notices.push_back({"ORGX and ORGY do not move the detector in this convention, whose pivot "
                           "is the beam",
                           "named_convention_sets_pivot"});
    }
    const bool centre = !std::isnan(input.beam_x_m) || !std::isnan(input.beam_y_m);
    if (centre && about_sample) {
        notices.push_back({"the beam centre does not move the detector in this convention, whose "
                           "pivot is the sample; it goes into image headers only",
                           "named_convention_sets_pivot"});
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
    notice_unused_points(input, experiment.notices);
    const double pixel = input.pixel_size_m;
    const double size_fast = input.detector_size_fast_m;
    const double size_slow = input.detector_size_slow_m;
    const bool near_unused = input.quirks.has(Quirk::near_point_unused);
    double& near_fast = experiment.near_fast_m;
    double& near_slow = experiment.near_slow_m;
    near_fast =
        near_coordinate(input.origin_x_pixels, input.near_x_m, size_fast, pixel, near_unused);
    near_slow =
        near_coordinate(input.origin_y_pixels, input.near_y_m, size_slow, pixel, near_unused);
    fill(input.near_x_m, near_fast);
    fill(input.near_y_m, near_slow);
    impose_convention(input, experiment.notices);
    switch (input.convention) {
    case Convention::adxv:
        fill(input.beam_x_m, (size_fast + pixel) / 2.0);
        fill(input.beam_y_m, (size_slow - pixel) / 2.0);
        break;
    case Convention::mosflm:
    case Convention::denzo:
        fill(input.beam_x_m, (size_slow + pixel) / 2.0);
        fill(input.beam_y_m, (size_fast + pixel) / 2.0);
        break;
    case Convention::xds:
    case Convention::dials:
    case Convention::custom:
        fill(input.beam_x_m, input.near_x_m);
        fill(input.beam_y_m, input.near_y_m);
        break;
    }
    const auto spot = beam_spot(input.convention, input.beam_x_m, input.beam_y_m, size_slow, pixel);
    experiment.beam_fast_m = spot.fast;
    experiment.beam_slow_m = spot.slow;
    if (input.convention == Convention::custom) {
        near_fast = input.beam_x_m;
        near_slow = input.beam_y_m;
    }
}

} // namespace tapir::engine
