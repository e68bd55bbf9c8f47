#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tapir/engine/parameters.hpp"

/// Amplitudes as parameters: one reflection's, the default, and a factor of all.
namespace tapir::engine {

/// The amplitude of one reflection, "F_1_-2_0"; nothing when the name is not of this form.
/// @throws InputError  a reflection beyond the table that was read
[[nodiscard]] std::optional<Parameter> amplitude_parameter(const Experiment& experiment,
                                                           const std::string& name);

/// How the entries of the table of amplitudes follow a parameter: d(entry) / d(parameter).
/// @return [entry of the table]; empty when they do not. Of the default amplitude, an entry follows
///         when it has exactly this value, whether it was listed or not
[[nodiscard]] std::vector<double> amplitude_slopes(const Experiment& experiment,
                                                   const std::string& name);

} // namespace tapir::engine
