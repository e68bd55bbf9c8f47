#include "scene/lint_notices.hpp"

#include <fmt/format.h>

#include "tapir/engine/scene_summary.hpp"
#include "tapir/engine/units.hpp"

namespace tapir::harness {

namespace {

using engine::units::millimetres_per_metre;

constexpr double milliradians = 1e3;
constexpr double micrometres = 1e6;
constexpr double percent = 100;
constexpr double degrees = 57.295779513082323;

/// What a rule looks at.
struct Scene {
    const engine::ExperimentRequest& asked;
    const engine::Experiment& experiment;
    const engine::ExperimentRequest& made; ///< the experiment's own
    engine::PhiMode phi_mode;
};

/// In the C program a step at phi = 0 keeps the cell that is there; ours turns it afresh.
std::string phi_carry_over(const Scene& scene) {
    const int steps = scene.made.phi_steps;
    int at_zero = 0;
    for (int step = 0; step < steps; ++step) {
        at_zero += scene.made.phi_start_rad + scene.made.phi_step_rad * step == 0.0 ? 1 : 0;
    }
    if (at_zero == 0 || at_zero == steps || scene.phi_mode == engine::PhiMode::c_parity) {
        return "";
    }
    return fmt::format("phi is exactly 0 in {} of {} steps. There the C program carries over the "
                       "cell of the last rotated step, of the pixel before (the phi = 0 "
                       "carry-over); phi mode spec rotates it afresh. --phi-mode c-parity renders "
                       "what the C program does",
                       at_zero, steps);
}

std::string phi_steps(const Scene& scene) {
    const int asked = scene.asked.phi_steps;
    const int made = scene.made.phi_steps;
    if (asked > 0 && asked != made) {
        return fmt::format("{} phi step(s) asked for, and {} are computed: a step without an "
                           "oscillation makes 2",
                           asked, made);
    }
    const bool left_out = asked < 0 && scene.asked.phi_step_rad <= 0;
    return left_out && made > 1 ? fmt::format("an oscillation without a number of phi steps: {} "
                                              "steps, {:g} degrees apart",
                                              made, scene.made.phi_step_rad * degrees)
                                : "";
}

std::string sensor_layers(const Scene& scene) {
    const double thickness = scene.made.sensor_thickness_m * micrometres;
    const int asked = scene.asked.sensor_layers;
    const int made = scene.made.sensor_layers;
    if (thickness <= 0 || made < 2) {
        return "";
    }
    const double apart = thickness / scene.experiment.layers_in_thickness;
    if (asked <= 0) {
        return fmt::format("a sensor without a number of layers: 2 layers are computed, each {:g} "
                           "um thick",
                           apart);
    }
    if (scene.experiment.layers_in_thickness == made) {
        return "";
    }
    return fmt::format("{} sensor layer(s) asked for, and {} layers of {:g} um are computed: they "
                       "cover {:g} um of a sensor of {:g} um, the last one lies behind it",
                       asked, made, apart, apart * made, thickness);
}

/// A length that is surely not meant in micrometres, or not the length of a sensor.
std::string sensor_length(const char* name, const char* option, double length_m) {
    constexpr double thin = 10e-6;
    constexpr double thick = 50e-3;
    if (length_m <= 0 || (length_m >= thin && length_m <= thick)) {
        return "";
    }
    const double length = length_m * micrometres;
    return fmt::format("{} is {:g} um: {} is in micrometres, {:g} mm would be {:g}", name, length,
                       option, length, length * millimetres_per_metre);
}

std::string sensor_thickness(const Scene& scene) {
    const bool given = scene.asked.sensor_thickness_m > 0;
    return sensor_length("the sensor's thickness", "-detector_thick",
                         given ? scene.made.sensor_thickness_m : 0);
}

std::string sensor_attenuation(const Scene& scene) {
    const double per_m = scene.asked.sensor_attenuation_per_m;
    const bool counts = per_m > 0 && scene.made.sensor_thickness_m > 0;
    return sensor_length("the sensor's attenuation depth", "-detector_abs", counts ? 1 / per_m : 0);
}

/// Steps of a range that are more or fewer than asked for.
std::string range_steps(const Scene& scene, const engine::SampledRange& asked,
                        const engine::SampledRange& made, const char* name, double unit,
                        const char* unit_name) {
    if (scene.made.sources.empty() && asked.count > 1 && made.count == 1) {
        return fmt::format("{} steps of {} asked for, without a range: 1 is computed", asked.count,
                           name);
    }
    if (!scene.made.sources.empty() || made.count != 2 || asked.count > 1) {
        return "";
    }
    const std::string where = fmt::format("at {:g} and {:+g} {}", -made.range / 2 * unit,
                                          made.range / 2 * unit, unit_name);
    return asked.count == 1
               ? fmt::format("1 step of {} asked for, and 2 are computed, {}", name, where)
               : fmt::format("{} without a number of steps: 2 are computed, {}", name, where);
}

std::string dispersion_steps(const Scene& scene) {
    return range_steps(scene, scene.asked.dispersion, scene.made.dispersion, "dispersion", percent,
                       "%");
}
std::string horizontal_steps(const Scene& scene) {
    return range_steps(scene, scene.asked.divergence_horizontal, scene.made.divergence_horizontal,
                       "horizontal divergence", milliradians, "mrad");
}
std::string vertical_steps(const Scene& scene) {
    return range_steps(scene, scene.asked.divergence_vertical, scene.made.divergence_vertical,
                       "vertical divergence", milliradians, "mrad");
}

std::string distance_sign(const Scene& scene) {
    const double asked = scene.asked.distance_m;
    const double made = engine::summarise(scene.experiment).distance_m;
    if (!(asked < 0) || !(made > 0) || scene.asked.origin_given) {
        return "";
    }
    return fmt::format("the distance of {:g} mm counts without its sign, as in the C program: the "
                       "detector stands {:g} mm downstream",
                       asked * millimetres_per_metre, made * millimetres_per_metre);
}

/// A rule and the quirk that stands behind it.
struct LintRule {
    std::string (*words)(const Scene& scene); ///< "" where it has nothing to say
    const char* quirk;
};
constexpr LintRule rules[]{
    {phi_carry_over, "phi0_carryover"},
    {phi_steps, ""},
    {sensor_layers, ""},
    {sensor_thickness, ""},
    {sensor_attenuation, ""},
    {dispersion_steps, ""},
    {horizontal_steps, ""},
    {vertical_steps, ""},
    {distance_sign, ""},
};

} // namespace

std::vector<engine::Notice> lint_notices(const engine::ExperimentRequest& asked,
                                         const engine::Experiment& experiment,
                                         engine::PhiMode phi_mode) {
    const Scene scene{asked, experiment, experiment.input, phi_mode};
    std::vector<engine::Notice> notices;
    for (const LintRule& rule : rules) {
        std::string words = rule.words(scene);
        if (!words.empty()) {
            notices.push_back({std::move(words), rule.quirk});
        }
    }
    return notices;
}

} // namespace tapir::harness
