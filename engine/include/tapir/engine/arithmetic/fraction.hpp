#pragma once

#include "tapir/engine/host_device.hpp"

namespace tapir::engine {

/// A quotient that has not been formed yet.
template <class Real>
struct Fraction {
    Real numerator, denominator;

    [[nodiscard]] TAPIR_HOST_DEVICE Real value() const { return numerator / denominator; }
};

} // namespace tapir::engine
