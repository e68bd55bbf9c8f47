#pragma once

#include "tapir/engine/device.hpp"

namespace tapir::test {

/// What these tests are about: test_cuda asks a device, test_ptx executes the kernels' PTX on the
/// host. The sources are the same.
inline constexpr engine::Device device_under_test = engine::Device::TAPIR_DEVICE_UNDER_TEST;

} // namespace tapir::test
