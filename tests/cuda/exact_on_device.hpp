#pragma once

#include <vector>

namespace tapir::test {

/// What the device's forms of the exact operations make of numbers.
struct OnDevice {
    std::vector<double> ceiling, whole_product, quotient, root;
    std::vector<float> ceiling_float, whole_product_float, quotient_float, root_float;
};

[[nodiscard]] OnDevice exact_on_device(const std::vector<double>& numbers);

} // namespace tapir::test
