#include "scene/device_words.hpp"

#include "console/console.hpp"
#include "tapir/engine/run_spec.hpp"

namespace tapir::harness {

std::string device_name(engine::Device device) {
    return device == engine::Device::ptx ? "PTX on the host" : engine::device_choice.word(device);
}

std::string found_device(engine::Device device) {
    if (device == engine::Device::cuda) {
        return engine::cuda_device().name;
    }
    engine::require_device(device);
    return device_name(device);
}

void say_limits(engine::Device device) {
    if (device == engine::Device::ptx) {
        complain(std::string("notice: ") + ptx_limits);
    }
}

} // namespace tapir::harness
