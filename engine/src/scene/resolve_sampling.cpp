#include "scene/resolve_sampling.hpp"

#include <cmath>

#include "scene/require_value.hpp"
#include "tapir/engine/units.hpp"

namespace tapir::engine {

namespace {

using units::degrees_per_radian;

int whole_steps(const std::string& field, double steps) {
    constexpr double most = 1e6;
    require_value(steps <= most, field, steps, "range / step is the number of steps",
                  "Give a larger step.");
    return static_cast<int>(steps);
}

/// Any two of range, step and count give the third, in the C program's way.
void resolve_scan(ExperimentRequest& input) {
    require_value(std::isfinite(input.phi_start_rad), "phi start", input.phi_start_rad,
                  "the crystal is turned by it", "Give degrees, for example 0.");
    require_value(!std::isnan(input.oscillation_rad), "oscillation", input.oscillation_rad,
                  "the steps of phi follow from it", "Give degrees, or leave it out.");
    const bool range = input.oscillation_rad >= 0;
    if (input.phi_steps < 0) {
        const bool step = input.phi_step_rad > 0;
        if (!range && !step) {
            input.phi_steps = 1;
            input.oscillation_rad = input.phi_step_rad = 0;
        } else if (!range) {
            input.oscillation_rad = input.phi_step_rad;
            input.phi_steps = 2;
        } else if (!step) {
            input.phi_steps = 2;
            input.phi_step_rad = input.oscillation_rad / 2.0;
        } else {
            const double steps = std::ceil(input.oscillation_rad / input.phi_step_rad);
            require_value(steps >= 1, "phi steps", steps,
                          "oscillation / phi step is the number of steps",
                          "Give an oscillation above 0.");
            input.phi_steps = whole_steps("phi steps", steps);
        }
        return;
    }
    input.phi_steps = input.phi_steps == 0 ? 1 : input.phi_steps;
    if (!range && input.phi_step_rad <= 0) {
        input.oscillation_rad = 1.0 / degrees_per_radian;
        input.phi_step_rad = input.oscillation_rad / input.phi_steps;
    } else if (!range) {
        input.oscillation_rad = input.phi_step_rad;
        input.phi_steps = 2;
    } else if (input.phi_step_rad < 0) {
        input.phi_step_rad = input.oscillation_rad / input.phi_steps;
    }
}

/// The same for a range that is sampled up to both of its ends. Without a range it is 1.
void resolve_range(SampledRange& sampled, const char* name) {
    const bool range = sampled.range >= 0;
    const bool step = sampled.step > 0;
    require_value(std::isfinite(sampled.range) && std::isfinite(sampled.step), name,
                  std::isfinite(sampled.range) ? sampled.step : sampled.range,
                  "the sources follow from it", "Give finite numbers.");
    if (step && !range) {
        sampled.range = sampled.step;
        sampled.count = 2;
    } else if (sampled.count <= 0) {
        if (range && step) {
            sampled.count =
                whole_steps(std::string(name) + " steps", std::ceil(sampled.range / sampled.step));
        } else {
            sampled.count = range ? 2 : 1;
            sampled.range = range ? sampled.range : 0;
            sampled.step = sampled.range;
        }
    } else if (!range) {
        sampled.range = 1.0;
        sampled.step = sampled.range / sampled.count;
    } else if (!step) {
        sampled.count = sampled.count <= 1 ? 2 : sampled.count;
        sampled.step = sampled.range / (sampled.count - 1);
    }
    if (sampled.range <= 0 || sampled.step <= 0 || sampled.count <= 0) {
        sampled = {.range = 0, .step = 0, .count = 1};
    }
}

void resolve_sensor(ExperimentRequest& input, Experiment& experiment) {
    double& thickness = input.sensor_thickness_m;
    int& layers = input.sensor_layers;
    int& divisor = experiment.layers_in_thickness;
    require_value(std::isfinite(thickness), "sensor thickness", thickness,
                  "absorption follows from it", "Give micrometres, for example 450.");
    require_value(layers <= most_layers, "sensor layers", layers,
                  "every pixel is computed for each of them", "Give at most 10^6 layers.");
    const bool beyond = input.quirks.has(Quirk::layers_beyond_sensor);
    if (layers <= 0) {
        thickness = thickness < 0 ? 0 : thickness;
        layers = divisor = 2;
    } else if (thickness < 0) {
        constexpr double half_micrometre = 0.5e-6; // what the C program makes of it
        thickness = half_micrometre;
        divisor = layers;
    } else if (beyond) {
        layers = layers <= 1 ? 2 : layers;
        divisor = layers - 1;
    } else {
        divisor = layers;
    }
    if (thickness > 0 && input.sensor_attenuation_per_m < 0) {
        input.sensor_attenuation_per_m = 1.0 / thickness;
        experiment.notices.push_back(
            {"a sensor without attenuation depth: its thickness is taken for it", ""});
    }
    if (thickness <= 0) {
        thickness = 0;
        layers = divisor = 1;
    }
}

void resolve_mosaic(ExperimentRequest& input, std::vector<Notice>& notices) {
    if (input.mosaic_domains <= 0) {
        const bool spread = input.mosaic_spread_rad > 0;
        input.mosaic_domains = spread ? 10 : 1;
        if (spread) {
            notices.push_back({"mosaic spread without a number of domains: 10 domains", ""});
        }
    } else if (input.mosaic_spread_rad <= 0 && input.mosaic_domains > 1) {
        notices.push_back({"mosaic domains without a spread: 1 domain", ""});
        input.mosaic_domains = 1;
    }
    input.mosaic_spread_rad = input.mosaic_spread_rad < 0 ? 0 : input.mosaic_spread_rad;
}

/// A range nobody gave, with a number of steps, is one radian to the C program.
void notice_whole_radian(const SampledRange& sampled, const char* name,
                         std::vector<Notice>& notices) {
    if (sampled.count > 0 && sampled.range < 0 && sampled.step <= 0) {
        notices.push_back({std::string(name) + " divergence: steps without a range, so the range "
                                               "is 1 radian",
                           ""});
    }
}

} // namespace

void resolve_sampling(ExperimentRequest& input, Experiment& experiment) {
    resolve_scan(input);
    notice_whole_radian(input.divergence_horizontal, "horizontal", experiment.notices);
    notice_whole_radian(input.divergence_vertical, "vertical", experiment.notices);
    resolve_range(input.divergence_horizontal, "horizontal divergence");
    resolve_range(input.divergence_vertical, "vertical divergence");
    resolve_range(input.dispersion, "dispersion");
    const double sources = static_cast<double>(input.divergence_horizontal.count) *
                           input.divergence_vertical.count * input.dispersion.count;
    require_value(
        sources <= most_sources && static_cast<double>(input.sources.size()) <= most_sources,
        "sources", sources, "every pixel is computed for each of them", "Give fewer steps.");
    const double shortest = input.wavelength_m * (1.0 - input.dispersion.range / 2.0);
    require_value(shortest > 0 || !input.sources.empty(), "dispersion", input.dispersion.range,
                  "the shortest wavelength would not be above 0", "Give less than 200 percent.");
    resolve_sensor(input, experiment);
    resolve_mosaic(input, experiment.notices);
}

} // namespace tapir::engine
