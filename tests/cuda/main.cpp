#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <spdlog/spdlog.h>

#include <cstdio>
#include <string>

#include "device_under_test.hpp"
#include "tapir/trace/base/error.hpp"

/// Tests that need a device, or the kernels' PTX. Without it they are not run, and say so: exit
/// code 77, which CTest shows as skipped.
namespace {

using tapir::engine::Device;
using tapir::test::device_under_test;

constexpr int not_run = 77;

bool only_lists(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument.rfind("--list", 0) == 0 || argument.rfind("--help", 0) == 0) {
            return true;
        }
    }
    return false;
}

void say_what_runs() {
    if constexpr (device_under_test == Device::cuda) {
        const tapir::engine::CudaDevice device = tapir::engine::cuda_device();
        std::printf("device: %s, compute capability %d.%d\n", device.name.c_str(),
                    device.capability_major, device.capability_minor);
    } else {
        tapir::engine::require_device(device_under_test);
        std::printf("PTX on the host: no device is asked\n");
    }
}

} // namespace

int main(int argc, char** argv) {
    spdlog::set_level(spdlog::level::warn);
    if (!only_lists(argc, argv)) {
        try {
            say_what_runs();
        } catch (const tapir::DeviceUnavailable& error) {
            std::printf("not run: %s\n", error.what());
            return not_run;
        }
    }
    return doctest::Context(argc, argv).run();
}
