#include "on_runtime.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <sstream>

#include "corpus_scene.hpp"
#include "cuda/device_frame.hpp"
#include "cuda/device_run.hpp"
#include "run/lazy_walk.hpp"
#include "run/run_types.hpp"
#include "run/scene_of_run.hpp"
#include "run/tapped_pixel.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/engine/tap_policies.hpp"
#include "tapir/engine/trace_pixels.hpp"
#include "tapir/trace/parity/parity.hpp"

namespace tapir::test {

using namespace engine;

namespace {

/// As engine::trace_pixels, on a runtime.
void trace_on(cuda::Runtime& runtime, const Expected& expected, trace::Sink& sink) {
    with_numbers(expected.run.dtype, [&]<class Numbers>(Numbers) {
        RecordTap tap(sink);
        const auto scene = scene_of_run<Numbers>(expected.experiment, expected.run, tap);
        const ThreadHistory history(expected.experiment, expected.run,
                                    lazy_walk<Numbers>(expected.experiment, expected.run));
        cuda::DeviceFrame<Numbers> frame(runtime, scene, 0, 0, false);
        frame.trace({expected.pixel, state_before(scene.view(), history, expected.pixel)}, sink);
    });
}

std::size_t different_pixels(const Image<double>& a, const Image<double>& b) {
    if (a.size() != b.size()) {
        return std::max(a.size(), b.size());
    }
    std::size_t different = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        different +=
            std::bit_cast<std::uint64_t>(a[i]) == std::bit_cast<std::uint64_t>(b[i]) ? 0U : 1U;
    }
    return different;
}

} // namespace

RunSpec run_of(PhiMode mode, Dtype dtype, int c_threads) {
    RunSpec run;
    run.phi_mode = mode;
    run.dtype = dtype;
    run.c_threads = c_threads;
    return run;
}

Expected on_cpu(const Experiment& experiment, const RunSpec& run) {
    Expected expected{experiment, run, render_unrounded(experiment, run), {}, {}};
    const std::vector<trace::Pixel> rendered = RenderedPixels(experiment.input).all();
    expected.pixel = rendered.at(rendered.size() / 2);
    trace_pixels(experiment, run, {expected.pixel}, expected.records);
    return expected;
}

Beside beside(cuda::Runtime& runtime, const Expected& expected) {
    const Image<double> image = cuda::render_on<double>(runtime, expected.experiment, expected.run);
    trace::MemorySink records;
    trace_on(runtime, expected, records);
    trace::ParityCount count(0, trace::LastPlaceOf::float64);
    count.add(expected.records, records, true);
    return {image.size(), different_pixels(image, expected.image), count.table().compared(),
            count.table().same_bits()};
}

Experiment experiment_in_words(const std::string& words) {
    std::istringstream stream(words);
    std::vector<std::string> args;
    for (std::string word; stream >> word;) {
        args.push_back(word);
    }
    const InFolder here(test_data() / "reference" / "inputs");
    return harness::load_experiment(harness::scene_from_nanobragg_args(args));
}

void leave_some_pixels(Experiment& experiment, int rows, int columns) {
    RegionOfInterest& region = experiment.input.region;
    const auto narrow = [](int& first, int& last, int size, int wanted) {
        const int from = std::max(first, 0);
        const int to = last < 0 ? size - 1 : std::min(last, size - 1);
        first = std::max(from, (from + to - wanted) / 2);
        last = std::min(to, first + wanted - 1);
    };
    narrow(region.slow_min, region.slow_max, experiment.input.pixels_slow, rows);
    narrow(region.fast_min, region.fast_max, experiment.input.pixels_fast, columns);
}

} // namespace tapir::test
