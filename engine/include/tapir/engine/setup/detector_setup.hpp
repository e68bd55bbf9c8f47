#pragma once

#include <cfloat>
#include <cmath>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/physics/rotation.hpp"
#include "tapir/engine/scene.hpp"
#include "tapir/engine/setup/lifted.hpp"
#include "tapir/engine/taps.hpp"

namespace tapir::engine::setup {

/// The detector axes on their way to the laboratory.
template <class Real>
struct DetectorAxes {
    Vec3<Real> fast, slow, normal;
};

/// Unit axes before any rotation. A normal axis that is not exactly of length 1 is replaced by
/// the cross product of the other two, as in the C program.
template <class Real, class Tap>
DetectorAxes<Real> initial_axes(const ExperimentRequest& input, Tap& tap) {
    DetectorAxes<Real> axes;
    axes.fast = tap(taps::fast_axis_initial, {}, unit_vector(lifted<Real>(input.fast_axis)));
    axes.slow = tap(taps::slow_axis_initial, {}, unit_vector(lifted<Real>(input.slow_axis)));
    const Vec3<Real> given = lifted<Real>(input.normal_axis);
    const Vec3<Real> normal =
        magnitude(given) == Real(1) ? unit_vector(given) : unit_vector(cross(axes.fast, axes.slow));
    axes.normal = tap(taps::normal_axis_initial, {}, normal);
    return axes;
}

template <class Real, class Tap>
DetectorAxes<Real> rotated_axes(const DetectorAxes<Real>& initial, const Vec3<Real>& angles,
                                const Vec3<Real>& twotheta_axis, const Real& twotheta, Tap& tap) {
    DetectorAxes<Real> axes;
    axes.fast = tap(taps::fast_axis_after_xyz, {}, rotated_about_xyz(initial.fast, angles));
    axes.slow = tap(taps::slow_axis_after_xyz, {}, rotated_about_xyz(initial.slow, angles));
    axes.normal = tap(taps::normal_axis_after_xyz, {}, rotated_about_xyz(initial.normal, angles));
    axes.fast = tap(taps::fast_axis, {}, rotated_about_axis(axes.fast, twotheta_axis, twotheta));
    axes.slow = tap(taps::slow_axis, {}, rotated_about_axis(axes.slow, twotheta_axis, twotheta));
    axes.normal =
        tap(taps::normal_axis, {}, rotated_about_axis(axes.normal, twotheta_axis, twotheta));
    return axes;
}

/// Origin from the point of the detector nearest to the sample; rotates with the detector.
template <class Real, class Tap, class Fields = FixedFields<Real>>
Vec3<Real> origin_about_sample(const Experiment& experiment, const DetectorAxes<Real>& initial,
                               const Real& close_distance, const Vec3<Real>& angles,
                               const Vec3<Real>& twotheta_axis, const Real& twotheta, Tap& tap,
                               const Fields& field = {}) {
    const Real fast = tap(taps::near_point_fast, {}, field(experiment.near_fast_m));
    const Real slow = tap(taps::near_point_slow, {}, field(experiment.near_slow_m));
    const Vec3<Real> along_fast = tap(taps::origin_term_fast, {}, -fast * initial.fast);
    const Vec3<Real> along_slow = tap(taps::origin_term_slow, {}, -slow * initial.slow);
    const Vec3<Real> along_normal =
        tap(taps::origin_term_distance, {}, close_distance * initial.normal);
    Vec3<Real> origin =
        tap(taps::origin_before_rotation, {}, along_fast + along_slow + along_normal);
    origin = tap(taps::origin_after_xyz, {}, rotated_about_xyz(origin, angles));
    return tap(taps::detector_origin, {}, rotated_about_axis(origin, twotheta_axis, twotheta));
}

/// Origin from the spot where the direct beam hits; the spot stays where it is.
template <class Real, class Tap, class Fields = FixedFields<Real>>
Vec3<Real> origin_about_beam(const Experiment& experiment, const DetectorAxes<Real>& final_axes,
                             const Real& distance, const Vec3<Real>& beam, Tap& tap,
                             const Fields& field = {}) {
    const Real fast = tap(taps::beam_fast, {}, field(experiment.beam_fast_m));
    const Real slow = tap(taps::beam_slow, {}, field(experiment.beam_slow_m));
    const Vec3<Real> along_fast = tap(taps::origin_term_fast, {}, -fast * final_axes.fast);
    const Vec3<Real> along_slow = tap(taps::origin_term_slow, {}, -slow * final_axes.slow);
    const Vec3<Real> along_beam = tap(taps::origin_term_distance, {}, distance * beam);
    const ExperimentRequest& input = experiment.input;
    return tap(taps::detector_origin, {},
               input.origin_given ? field(input.detector_origin_m)
                                  : along_fast + along_slow + along_beam);
}

/// The rotation matrices a reader may want to see; nothing is computed from them.
template <class Real, class Tap>
void display_rotations(const Vec3<Real>& angles, Tap& tap) {
    using std::cos;
    using std::sin;
    const Real zero(0);
    const Real one(1);
    const auto rows_times = [](const Mat3<Real>& p, const Mat3<Real>& q) {
        const auto row = [&q, zero = Real(0)](const Real& x, const Real& y, const Real& z) {
            return Vec3<Real>{zero + x * q.xx + y * q.yx + z * q.zx,
                              zero + x * q.xy + y * q.yy + z * q.zy,
                              zero + x * q.xz + y * q.yz + z * q.zz};
        };
        const Vec3<Real> x = row(p.xx, p.xy, p.xz);
        const Vec3<Real> y = row(p.yx, p.yy, p.yz);
        const Vec3<Real> z = row(p.zx, p.zy, p.zz);
        return Mat3<Real>{x.x, x.y, x.z, y.x, y.y, y.z, z.x, z.y, z.z};
    };
    const Vec3<Real> c{cos(angles.x), cos(angles.y), cos(angles.z)};
    const Vec3<Real> s{sin(angles.x), sin(angles.y), sin(angles.z)};
    const Mat3<Real> about_x{one, zero, zero, zero, c.x, -s.x, zero, s.x, c.x};
    const Mat3<Real> about_y{c.y, zero, s.y, zero, one, zero, -s.y, zero, c.y};
    const Mat3<Real> about_z{c.z, -s.z, zero, s.z, c.z, zero, zero, zero, one};
    tap(taps::rotation_x, {}, about_x);
    tap(taps::rotation_y, {}, about_y);
    tap(taps::rotation_z, {}, about_z);
    tap(taps::rotation_total, {}, rows_times(about_z, rows_times(about_y, about_x)));
}

/// The whole detector geometry, in the C program's order.
template <class Real, class Tap, class Fields = FixedFields<Real>>
void derive_detector(const Experiment& experiment, const Vec3<Real>& beam,
                     SceneView<Uniform<Real>>& scene, Tap& tap, const Fields& field = {}) {
    using std::fabs;
    const ExperimentRequest& input = experiment.input;
    scene.pixel_size = tap(taps::pixel_size, {}, field(input.pixel_size_m));
    const Vec3<Real> angles = tap(taps::detector_rotation, {}, field(input.detector_rotation_rad));
    const Real twotheta = tap(taps::detector_twotheta, {}, field(input.detector_twotheta_rad));
    const Vec3<Real> twotheta_axis =
        tap(taps::twotheta_axis, {}, lifted<Real>(input.twotheta_axis));
    tap(taps::beam_centre, {}, std::array<Real, 2>{Real(input.beam_x_m), Real(input.beam_y_m)});
    tap(taps::near_point, {}, std::array<Real, 2>{Real(input.near_x_m), Real(input.near_y_m)});
    const DetectorAxes<Real> initial = initial_axes<Real>(input, tap);
    Real ratio = dot(beam, rotated_about_xyz(initial.normal, angles));
    ratio = tap(taps::distance_ratio, {}, ratio == Real(0) ? Real(DBL_MIN) : ratio);
    const Real nominal = std::isnan(input.close_distance_m) ? fabs(ratio * field(input.distance_m))
                                                            : field(input.close_distance_m);
    const Real close = tap(taps::nominal_close_distance, {}, nominal);
    const Real distance = tap(taps::distance, {}, close / ratio);
    const bool about_sample = input.pivot == Pivot::sample && !input.origin_given;
    if (about_sample) {
        scene.detector_origin = origin_about_sample(experiment, initial, close, angles,
                                                    twotheta_axis, twotheta, tap, field);
    }
    const DetectorAxes<Real> axes = rotated_axes(initial, angles, twotheta_axis, twotheta, tap);
    if (!about_sample) {
        if constexpr (Tap::records) {
            display_rotations(angles, tap);
        }
        scene.detector_origin = origin_about_beam(experiment, axes, distance, beam, tap, field);
    }
    scene.fast_axis = axes.fast;
    scene.slow_axis = axes.slow;
    scene.normal_axis = axes.normal;
    scene.close_distance = tap(taps::close_distance, {}, dot(scene.detector_origin, axes.normal));
    scene.distance = scene.close_distance / ratio;
    scene.beam_direction = beam;
    scene.point_pixel = input.point_pixel;
    scene.curved = input.curved_detector;
}

} // namespace tapir::engine::setup
