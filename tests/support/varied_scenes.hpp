#pragma once

#include "scenes.hpp"
#include "tapir/engine/gradient.hpp"

/// Small scenes in which every parameter has something to do.
namespace tapir::test {

/// Sensor layers, a divergent and polychromatic beam, mosaic domains, polarisation, subpixels.
inline engine::ExperimentRequest rich_request() {
    engine::ExperimentRequest request = small_request();
    request.polarization_factor = 0.7;
    request.dispersion = {.range = 0.01, .step = -1, .count = 2};
    request.divergence_horizontal = {.range = 0.002, .step = -1, .count = 2};
    request.divergence_vertical = {.range = 0.001, .step = -1, .count = 2};
    request.sensor_thickness_m = 3e-4;
    request.sensor_attenuation_per_m = 4000;
    request.sensor_layers = 2;
    request.mosaic_spread_rad = 0.01;
    request.mosaic_domains = 2;
    request.phi_steps = 2;
    request.detector_rotation_rad = {0.02, -0.03, 0.01};
    request.detector_twotheta_rad = 0.05;
    request.b_factor_angstrom2 = 2;
    request.water_size_m = 5e-5;
    return request;
}

/// Reflections with amplitudes of their own around the origin.
inline std::shared_ptr<const engine::StructureFactors> uneven_amplitudes() {
    auto factors = engine::uniform_structure_factors(
        10, {.h_min = -9, .h_max = 9, .k_min = -9, .k_max = 9, .l_min = -9, .l_max = 9});
    factors.reflections = 1;
    for (std::size_t i = 0; i < factors.amplitude_electrons.size(); ++i) {
        factors.amplitude_electrons[i] = 5 + static_cast<double>(i % 17);
    }
    return std::make_shared<engine::StructureFactors>(std::move(factors));
}

/// The names of all parameters that the scene has a derivative by.
inline std::vector<std::string> names_of(const std::vector<engine::Parameter>& parameters) {
    std::vector<std::string> names;
    for (const engine::Parameter& parameter : parameters) {
        if (parameter.refusal.empty()) {
            names.push_back(parameter.name);
        }
    }
    return names;
}

/// Derivatives of one pixel.
inline std::vector<double> derivatives_of(const engine::Experiment& experiment, trace::Pixel pixel,
                                          const std::vector<std::string>& names,
                                          const engine::RunSpec& run = {}) {
    return engine::gradients(experiment, run, names, {pixel}).pixels.at(0).derivatives;
}

} // namespace tapir::test
