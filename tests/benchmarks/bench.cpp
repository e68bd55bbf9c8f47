// What the main job is made of, side by side in one run. No test asserts any of these times.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "scene_source.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/engine/dialects/text_dialect.hpp"
#include "tapir/engine/input_files.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/comparison.hpp"
#include "tapir/trace/native_format.hpp"

namespace {

using namespace tapir;

const std::vector<engine::PixelIndex> requested_pixel{{685, 1039}};

const engine::Experiment& supervisor() {
    static const engine::Experiment experiment =
        harness::load_experiment(harness::scene_from_preset("supervisor"));
    return experiment;
}

std::string c_trace(engine::PhiMode mode) {
    engine::RunOptions options;
    options.phi_mode = mode;
    const auto sink = engine::make_c_dialect(supervisor());
    engine::trace_pixels(supervisor(), options, requested_pixel, *sink,
                         [&sink](engine::PixelIndex pixel) { sink->begin_pixel(pixel); });
    return sink->finish();
}

void read_reflection_list(benchmark::State& state) {
    const auto file = harness::configs_folder() / "data/p1_synthetic.hkl";
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::read_reflection_list(file, 0));
    }
}
BENCHMARK(read_reflection_list)->Unit(benchmark::kMillisecond);

/// The whole of `tapir trace` but process start and output: must stay within the reading of the
/// reflection list plus 20 ms.
void load_and_trace_one_pixel(benchmark::State& state) {
    for (auto _ : state) {
        const engine::Experiment experiment =
            harness::load_experiment(harness::scene_from_preset("supervisor"));
        trace::NativeSink sink;
        engine::trace_pixels(experiment, {}, requested_pixel, sink);
        benchmark::DoNotOptimize(sink.finish({}));
    }
}
BENCHMARK(load_and_trace_one_pixel)->Unit(benchmark::kMillisecond);

/// One image row with and without a recording tap on every pixel.
void render_untraced(benchmark::State& state) {
    static const engine::Experiment scan =
        harness::load_experiment(harness::scene_from_preset("phi_scan"));
    engine::RunOptions options;
    options.threads = 1;
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::render(scan, options));
    }
    state.SetItemsProcessed(state.iterations() * 48 * 64 * 5);
}
BENCHMARK(render_untraced)->Unit(benchmark::kMillisecond);

void render_counting_every_tap(benchmark::State& state) {
    static const engine::Experiment scan =
        harness::load_experiment(harness::scene_from_preset("phi_scan"));
    engine::RunOptions options;
    options.threads = 1;
    for (auto _ : state) {
        trace::CountingSink sink;
        benchmark::DoNotOptimize(
            engine::render_recording(scan, options, [&sink](engine::PixelIndex) { return &sink; }));
        benchmark::DoNotOptimize(sink.records());
    }
    state.SetItemsProcessed(state.iterations() * 48 * 64 * 5);
}
BENCHMARK(render_counting_every_tap)->Unit(benchmark::kMillisecond);

void extract_lineage(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::lineage(supervisor(), {}, requested_pixel));
    }
}
BENCHMARK(extract_lineage)->Unit(benchmark::kMillisecond);

void compare_two_traces(benchmark::State& state) {
    const trace::Dictionary& dictionary = engine::nanobragg_dictionary();
    const std::string reference = c_trace(engine::PhiMode::c_parity);
    const std::string candidate = c_trace(engine::PhiMode::spec);
    const trace::LineageGraph graph = engine::lineage(supervisor(), {}, requested_pixel);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            trace::compare(trace::parse_trace(reference, "reference", dictionary.terminal_key),
                           trace::parse_trace(candidate, "candidate", dictionary.terminal_key),
                           dictionary, graph, {}));
    }
}
BENCHMARK(compare_two_traces)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
