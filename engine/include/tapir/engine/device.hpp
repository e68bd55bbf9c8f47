#pragma once

#include <cstdint>
#include <string>

namespace tapir::engine {

/// Where the pixels are computed.
enum class Device : std::uint8_t {
    cpu,
    cuda, ///< an NVIDIA device
    ptx ///< the kernels' PTX, executed on the host: evidence of code and launches, not of a device
};

/// What there is to say of a CUDA device.
struct CudaDevice {
    std::string name;
    int capability_major = 0, capability_minor = 0;
    int driver_version = 0, runtime_version = 0; ///< 1000 major + 10 minor
    std::uint64_t memory_bytes = 0;
};

/// Whether this build can compute on a CUDA device at all.
[[nodiscard]] bool has_cuda_backend();

/// Whether this build holds the kernels' PTX, so that it can be executed on the host.
[[nodiscard]] bool has_ptx();

/// The device that `Device::cuda` is.
/// @throws DeviceUnavailable  no backend in this build, no driver, no device, or too old a one
[[nodiscard]] CudaDevice cuda_device();

/// Asks whether a run can be carried out on a device, before anything is read or computed.
/// @throws DeviceUnavailable  `cuda`: see cuda_device; `ptx`: this build holds no PTX
void require_device(Device device);

} // namespace tapir::engine
