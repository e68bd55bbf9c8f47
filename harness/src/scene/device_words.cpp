#include "scene/device_words.hpp"

#include "console/console.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

std::string device_name(engine::Device device) {
    return device == engine::Device::ptx ? "PTX on the host" : engine::device_choice.word(device);
}

std::string found_device(engine::Device device) {
    if (device == engine::Device::cuda) {
        return engine::cuda_device().name;
    }
    if (device == engine::Device::ptx && !engine::has_ptx()) {
        throw DeviceUnavailable("--device ptx: this build holds no PTX of the kernels, because no "
                                "CUDA toolkit was there when it was built, so nothing was "
                                "computed. Use --device cpu, or build where a CUDA toolkit is "
                                "installed; a driver or a device is not needed.");
    }
    return device_name(device);
}

void say_limits(engine::Device device) {
    if (device == engine::Device::ptx) {
        complain(std::string("notice: ") + ptx_limits);
    }
}

} // namespace tapir::harness
