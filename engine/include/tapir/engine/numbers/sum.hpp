#pragma once

#include "tapir/engine/host_device.hpp"

namespace tapir::engine {

/// a + b, rounded by itself where a compiler for a device would fuse it with a product before it.
template <class Real>
TAPIR_HOST_DEVICE constexpr Real sum_of(const Real& a, const Real& b) {
    return a + b;
}
#if defined(__CUDA_ARCH__)
TAPIR_HOST_DEVICE double sum_of(double a, double b) {
    return __dadd_rn(a, b);
}
TAPIR_HOST_DEVICE float sum_of(float a, float b) {
    return __fadd_rn(a, b);
}
#endif

/// a + b + c, in this order.
template <class Real>
TAPIR_HOST_DEVICE constexpr Real sum_of(const Real& a, const Real& b, const Real& c) {
    return sum_of(sum_of(a, b), c);
}

} // namespace tapir::engine
