#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "pass_on.hpp"

namespace tapir::test {

/// Something that the code between the engine and a device could do wrong.
struct LaunchFault {
    std::string name;
    std::function<std::unique_ptr<PassOn>(engine::cuda::Runtime& sound)> make;
};

/// Copies, clears, constants and launches, each wrong in one way. All of them change a value of
/// the scenes in faults_test.cpp.
[[nodiscard]] std::vector<LaunchFault> launch_faults();

} // namespace tapir::test
