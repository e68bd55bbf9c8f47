#pragma once

#include <string>
#include <vector>

namespace tapir::speed {

/// A command line of the C program that both programs run.
struct Case {
    std::string name;
    std::string what;              ///< in a few words
    std::vector<std::string> args; ///< files by absolute path
    double steps = 0;              ///< (pixel, source, phi step, domain) evaluations
};

/// supervisor, mosaic, divergence, single_step.
/// @param data  folder with the reflection list and the A matrix
[[nodiscard]] std::vector<Case> speed_cases(const std::string& data);

} // namespace tapir::speed
