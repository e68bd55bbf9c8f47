#pragma once

#include <string>

#include "tapir/engine/device.hpp"

/// What a device is called where people read it, and whether it is there.
namespace tapir::harness {

/// What stands beside every result of PTX on the host: a sentence without its full stop.
inline constexpr const char* ptx_limits =
    "PTX on the host is no evidence of a device: what ran is the kernels' PTX, the code that "
    "launches it and what both do to memory; ptxas, SASS, the JIT, the hardware, real concurrency "
    "and speed did not";

/// "cpu", "cuda" or "PTX on the host".
[[nodiscard]] std::string device_name(engine::Device device);

/// What computes where the CPU's own code does not: the name of the CUDA device, or "PTX on the
/// host". To be asked before anything is read or computed.
/// @param device  cuda or ptx
/// @throws DeviceUnavailable  it is not there, or not in this build
[[nodiscard]] std::string found_device(engine::Device device);

/// Of PTX on the host: a line to standard error that it is no evidence of a device, for what holds
/// no words of its own, such as an image.
void say_limits(engine::Device device);

} // namespace tapir::harness
