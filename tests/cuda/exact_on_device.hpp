#pragma once

#include <vector>

namespace tapir::test {

/// What the device's forms of the exact operations make of numbers.
struct OnDevice {
    std::vector<double> ceiling, whole_product;
    std::vector<float> ceiling_float;
};

[[nodiscard]] OnDevice exact_on_device(const std::vector<double>& numbers);

} // namespace tapir::test
