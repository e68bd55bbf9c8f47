#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <fstream>

#include <nlohmann/json.hpp>

#include "cases.hpp"
#include "cuda/device_frame.hpp"
#include "nanobragg/nanobragg_args.hpp"
#include "run/run_types.hpp"
#include "run/scene_of_run.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/device.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/trace/base/error.hpp"

/// Times the kernel on a CUDA device, and a warm frame with its copy back.
/// Usage: tapir_gpu_speed DATA_FOLDER [OUTPUT.json]      exit 6 where there is no device
namespace tapir::speed {

namespace {

using namespace engine;

struct Timed {
    double kernel_ms = 0, frame_ms = 0; ///< least of several
    std::vector<float> image;
};

template <class Numbers>
Timed timed(const Experiment& experiment) {
    constexpr int rounds = 20;
    RunSpec run;
    NullTap tap;
    const auto scene = scene_of_run<Numbers>(experiment, run, tap);
    cuda::DeviceFrame<Numbers> frame(cuda::runtime_of(Device::cuda), scene,
                                     experiment.input.pixels_slow, experiment.input.pixels_fast,
                                     false);
    Timed result{1e9, 1e9, {}};
    for (int i = 0; i < rounds; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        frame.compute_all({});
        const std::span<const float> image = frame.template image<float>();
        const auto end = std::chrono::steady_clock::now();
        result.kernel_ms = std::min(result.kernel_ms, frame.kernel_ms());
        result.frame_ms = std::min(result.frame_ms,
                                   std::chrono::duration<double, std::milli>(end - begin).count());
        if (i == 0) {
            result.image.assign(image.begin(), image.end());
        }
    }
    return result;
}

/// Largest relative difference of the float images.
double largest_error(const std::vector<float>& image, const std::vector<float>& exact) {
    double largest = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        if (exact[i] != 0) {
            const auto expected = static_cast<double>(exact[i]);
            largest =
                std::max(largest, std::fabs(static_cast<double>(image[i]) - expected) / expected);
        }
    }
    return largest;
}

nlohmann::json run_case(const Case& one) {
    const Experiment experiment =
        harness::load_experiment(harness::scene_from_nanobragg_args(one.args));
    const Timed wide = timed<Float64>(experiment);
    const Timed mixed = timed<Mixed>(experiment);
    const Timed narrow = timed<Float32>(experiment);
    nlohmann::json entry{{"case", one.name}, {"steps", one.steps}};
    const auto add = [&](const char* dtype, const Timed& time) {
        constexpr double per_ms = 1e6; // steps in a millisecond to billions in a second
        const double error = largest_error(time.image, wide.image);
        fmt::print("{:<12} {:<8} {:>10.3f} {:>10.3f} {:>12.1f} {:>12.2g}\n", one.name, dtype,
                   time.kernel_ms, time.frame_ms, one.steps / time.kernel_ms / per_ms, error);
        entry[dtype] = {{"kernel_ms", time.kernel_ms},
                        {"frame_ms", time.frame_ms},
                        {"largest_relative_difference", error}};
    };
    add("float64", wide);
    add("mixed", mixed);
    add("float32", narrow);
    return entry;
}

int run(const std::string& data, const char* output) {
    const CudaDevice device = cuda_device();
    fmt::print("{}, compute capability {}.{}\n{:<12} {:<8} {:>10} {:>10} {:>12} {:>12}\n",
               device.name, device.capability_major, device.capability_minor, "case", "dtype",
               "kernel ms", "frame ms", "1e9 steps/s", "max rel");
    nlohmann::json all{{"device", device.name}};
    for (const Case& one : speed_cases(data)) {
        all["cases"].push_back(run_case(one));
    }
    if (output != nullptr) {
        constexpr int indent = 1;
        std::ofstream(output) << all.dump(indent) << "\n";
    }
    return 0;
}

} // namespace

} // namespace tapir::speed

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "gpu speed: give the folder with the speed cases' data\n");
        return 2;
    }
    try {
        return tapir::speed::run(argv[1], argc > 2 ? argv[2] : nullptr);
    } catch (const tapir::DeviceUnavailable& error) {
        fmt::print(stderr, "not run: no device ({})\n", error.what());
        return 6;
    } catch (const std::exception& error) {
        fmt::print(stderr, "gpu speed: {}\n", error.what());
        return 5;
    }
}
