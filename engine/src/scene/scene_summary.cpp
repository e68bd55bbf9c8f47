#include "tapir/engine/scene_summary.hpp"

#include "tapir/engine/setup/derive_scene.hpp"
#include "tapir/engine/tap_policies.hpp"

namespace tapir::engine {

SceneSummary summarise(const Experiment& experiment) {
    NullTap tap;
    const DerivedScene<Float64> derived = derive_scene<double>(experiment, PhiMode::spec, tap);
    const SceneView<Float64>& scene = derived.fields;
    const Vec3<double> to_beam = scene.distance * scene.beam_direction - scene.detector_origin;
    SceneSummary summary;
    summary.beam_fast_m = dot(scene.fast_axis, to_beam);
    summary.beam_slow_m = dot(scene.slow_axis, to_beam);
    summary.beam_fast_pixels = summary.beam_fast_m / scene.pixel_size;
    summary.beam_slow_pixels = summary.beam_slow_m / scene.pixel_size;
    summary.near_fast_m = -dot(scene.detector_origin, scene.fast_axis);
    summary.near_slow_m = -dot(scene.detector_origin, scene.slow_axis);
    summary.distance_m = scene.distance;
    summary.close_distance_m = scene.close_distance;
    summary.origin_m = scene.detector_origin;
    summary.oversample = scene.oversample;
    summary.sources = scene.sources;
    summary.layers = scene.layers;
    summary.steps = scene.steps;
    summary.cell_counts = scene.cell_counts;
    return summary;
}

} // namespace tapir::engine
