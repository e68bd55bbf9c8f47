#include "tapir/engine/device.hpp"

#include <cuda_runtime_api.h>

#include "cuda/kernel_texts.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

namespace {

[[noreturn]] void not_there(const std::string& why) {
    throw DeviceUnavailable("--device cuda: " + why +
                            ", so nothing was computed. Use --device cpu, or a "
                            "machine with an NVIDIA device." +
                            (has_ptx() ? " --device ptx runs the same kernels' PTX on the host; "
                                         "that is no evidence of a device."
                                       : ""));
}

/// 1000 major + 10 minor as people write it; 0: there is none.
std::string version_text(int version) {
    constexpr int thousand = 1000;
    constexpr int ten = 10;
    return version == 0 ? "none"
                        : std::to_string(version / thousand) + "." +
                              std::to_string(version % thousand / ten);
}

} // namespace

bool has_cuda_backend() {
    return true;
}

bool has_ptx() {
    return true;
}

CudaDevice cuda_device() {
    constexpr int oldest_capability = 8;
    int devices = 0;
    const cudaError_t counted = cudaGetDeviceCount(&devices);
    if (counted != cudaSuccess || devices == 0) {
        int driver = 0;
        int runtime = 0;
        (void)cudaDriverGetVersion(&driver);
        (void)cudaRuntimeGetVersion(&runtime);
        not_there(std::string("there is no device (") + cudaGetErrorString(counted) +
                  "; the driver is for CUDA " + version_text(driver) + ", this build for " +
                  version_text(runtime) + ")");
    }
    cudaDeviceProp properties{};
    const cudaError_t described = cudaGetDeviceProperties(&properties, 0);
    if (described != cudaSuccess) {
        not_there(std::string("the device does not answer (") + cudaGetErrorString(described) +
                  ")");
    }
    const cudaError_t ready = cudaFree(nullptr); // the first call that needs the device itself
    if (ready != cudaSuccess) {
        not_there(std::string("the device is not to be had (") + cudaGetErrorString(ready) + ")");
    }
    if (properties.major < oldest_capability) {
        not_there(std::string(properties.name) + " has compute capability " +
                  std::to_string(properties.major) + "." + std::to_string(properties.minor) +
                  ", and this build needs 8.0");
    }
    CudaDevice device{.name = properties.name,
                      .capability_major = properties.major,
                      .capability_minor = properties.minor,
                      .memory_bytes = properties.totalGlobalMem};
    (void)cudaDriverGetVersion(&device.driver_version);
    (void)cudaRuntimeGetVersion(&device.runtime_version);
    return device;
}

void require_device(Device device) {
    if (device == Device::cuda) {
        (void)cuda_device();
    } else if (device == Device::ptx) {
        (void)cuda::kernels_ptx(); // before anything is computed for its sake
    }
}

} // namespace tapir::engine
