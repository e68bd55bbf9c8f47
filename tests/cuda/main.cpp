#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "tapir/engine/device.hpp"
#include "tapir/trace/base/error.hpp"

/// Tests that need a device. Without one they are not run, and say so: exit code 77, which CTest
/// shows as skipped.
namespace {

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

} // namespace

int main(int argc, char** argv) {
    if (!only_lists(argc, argv)) {
        try {
            const tapir::engine::CudaDevice device = tapir::engine::cuda_device();
            std::printf("device: %s, compute capability %d.%d\n", device.name.c_str(),
                        device.capability_major, device.capability_minor);
        } catch (const tapir::DeviceUnavailable& error) {
            std::printf("not run: no device (%s)\n", error.what());
            return not_run;
        }
    }
    return doctest::Context(argc, argv).run();
}
