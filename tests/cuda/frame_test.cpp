#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cstdint>

#include "corpus_scene.hpp"
#include "device_under_test.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/parity/parity.hpp"

/// A device, or the PTX on the host, against the CPU: the same bits, everywhere.
namespace {

using namespace tapir;
using namespace tapir::engine;
using namespace tapir::test;

RunSpec on(Device device, PhiMode mode, Dtype dtype, int c_threads) {
    RunSpec run;
    run.device = device;
    run.phi_mode = mode;
    run.dtype = dtype;
    run.c_threads = c_threads;
    return run;
}

std::size_t different_pixels(const Image<double>& a, const Image<double>& b) {
    REQUIRE(a.size() == b.size());
    std::size_t different = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        different +=
            std::bit_cast<std::uint64_t>(a[i]) == std::bit_cast<std::uint64_t>(b[i]) ? 0U : 1U;
    }
    return different;
}

trace::Pixel brightest(const Experiment& experiment, const Image<double>& image) {
    const auto at = static_cast<int>(std::max_element(image.begin(), image.end()) - image.begin());
    return {at / experiment.input.pixels_fast, at % experiment.input.pixels_fast};
}

/// The PTX on the host computes a few rows of a detector of millions of pixels; a device all.
void keep_it_quick(Experiment& experiment) {
    if (device_under_test == Device::ptx && experiment.input.pixels_fast > 1000) {
        const int middle = experiment.input.pixels_slow / 2;
        experiment.input.region = {.slow_min = middle, .slow_max = middle + 3};
    }
}

} // namespace

TEST_CASE(
    "device: every case has the CPU's unrounded image and taps, in every mode and precision") {
    int compared = 0;
    for (const CorpusCase& corpus_case : corpus_cases()) {
        Experiment experiment = experiment_of(corpus_case);
        keep_it_quick(experiment);
        const bool large = experiment.input.pixels_fast > 1000;
        CAPTURE(corpus_case.name);
        for (const PhiMode mode : {PhiMode::c_parity, PhiMode::spec}) {
            for (const Dtype dtype : {Dtype::float64, Dtype::mixed, Dtype::float32}) {
                if (large && dtype != Dtype::float64 && device_under_test == Device::cuda) {
                    continue;
                }
                CAPTURE(static_cast<int>(dtype));
                const RunSpec cpu = on(Device::cpu, mode, dtype, corpus_case.threads);
                const RunSpec device = on(device_under_test, mode, dtype, corpus_case.threads);
                const Image<double> expected = render_unrounded(experiment, cpu);
                CHECK(different_pixels(render_unrounded(experiment, device), expected) == 0);
                trace::MemorySink ours;
                trace::MemorySink theirs;
                const trace::Pixel pixel = brightest(experiment, expected);
                trace_pixels(experiment, cpu, {pixel}, ours);
                trace_pixels(experiment, device, {pixel}, theirs);
                trace::ParityCount count(0, trace::LastPlaceOf::float64);
                count.add(ours, theirs, true);
                CHECK(count.table().same_bits());
                ++compared;
            }
        }
    }
    CHECK(compared > 700);
}

TEST_CASE(
    "device: the float image is the unrounded one rounded, and the carry-over is per thread") {
    const Experiment experiment = experiment_of({"x", 1, case_folder("phi_cross_zero")});
    for (const int c_threads : {1, 2, 5}) {
        CAPTURE(c_threads);
        const RunSpec device = on(device_under_test, PhiMode::c_parity, Dtype::float64, c_threads);
        const RunSpec cpu = on(Device::cpu, PhiMode::c_parity, Dtype::float64, c_threads);
        const Image<float> rounded = render(experiment, device);
        const Image<double> exact = render_unrounded(experiment, device);
        CHECK(different_pixels(exact, render_unrounded(experiment, cpu)) == 0);
        CHECK(std::equal(rounded.begin(), rounded.end(), exact.begin(), exact.end(),
                         [](float a, double b) { return a == static_cast<float>(b); }));
    }
}
