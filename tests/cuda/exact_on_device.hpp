#pragma once

#include "cuda/runtime.hpp"

namespace tapir::test {

/// Where the kernel puts its results, one of each for each number.
template <class Real>
struct ExactResults {
    Real *ceiling, *whole_product, *quotient, *root;
};

/// The kernel `(const double* numbers, int count, ExactResults<double>, ExactResults<float>)` that
/// applies the device's forms of the exact operations to numbers.
[[nodiscard]] engine::cuda::DeviceSymbol exact_kernel();

} // namespace tapir::test
