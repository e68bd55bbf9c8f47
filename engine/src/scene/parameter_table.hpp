#pragma once

#include <span>
#include <string>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// A field of an experiment that may vary.
struct ParameterField {
    const char* name;    ///< what users call it
    const char* pointer; ///< of its preset key: name and unit are declared there
    int component;       ///< of a triple; -1: the field is one number
    const double& (*number)(const ExperimentRequest&);
};

/// All of them.
[[nodiscard]] std::span<const ParameterField> parameter_table();

/// Where they have no member of their own: the default amplitude, and a factor of all amplitudes.
inline constexpr const char* default_amplitude = "default_F";
inline constexpr const char* amplitude_scale = "F_scale";

} // namespace tapir::engine
