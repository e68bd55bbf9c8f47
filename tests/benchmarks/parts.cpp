// What the main job is made of, side by side in one run. No test asserts any of these times.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <random>

#include "scene/preset_source.hpp"
#include "scene/scene_source.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/dialects/text_dialect.hpp"
#include "tapir/engine/input_files.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/trace/format/native_format.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/verdict/compare.hpp"

namespace {

using namespace tapir;

const std::vector<trace::Pixel> requested_pixel{{685, 1039}};

const engine::Experiment& supervisor() {
    static const engine::Experiment experiment =
        harness::load_experiment(harness::scene_from_preset("supervisor"));
    return experiment;
}

std::string c_trace(engine::PhiMode mode) {
    engine::RunSpec options;
    options.phi_mode = mode;
    const auto sink = engine::make_c_dialect(supervisor());
    engine::trace_pixels(supervisor(), options, requested_pixel, *sink,
                         [&sink](trace::Pixel pixel) { sink->begin_pixel(pixel); });
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
    engine::RunSpec options;
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
    engine::RunSpec options;
    options.threads = 1;
    for (auto _ : state) {
        trace::CountingSink sink;
        benchmark::DoNotOptimize(
            engine::render_recording(scan, options, [&sink](trace::Pixel) { return &sink; }));
        benchmark::DoNotOptimize(sink.records());
    }
    state.SetItemsProcessed(state.iterations() * 48 * 64 * 5);
}
BENCHMARK(render_counting_every_tap)->Unit(benchmark::kMillisecond);

/// One step of 12 values of 53 bits each as text, as `tapir trace` writes it.
void trace_a_step_of_12_values(benchmark::State& state) {
    static const trace::TapSpec step{"step", 12, "1", engine::scope::step, "twelve values"};
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> value(-1, 1);
    constexpr std::size_t width = 12;
    std::vector<double> values(4096 * width);
    std::generate(values.begin(), values.end(), [&] { return value(random); });
    engine::Site site{.slow = 685, .fast = 1039, .thick = 0, .sub_s = 0, .sub_f = 0, .source = 0};
    auto sink = std::make_unique<trace::NativeSink>();
    constexpr int steps_a_trace = 10000;
    for (auto _ : state) {
        site.phi_tic = site.mos = (site.mos + 1) % steps_a_trace;
        if (site.mos == 0) {
            sink = std::make_unique<trace::NativeSink>();
        }
        const std::size_t first = static_cast<std::size_t>(site.mos) * width % values.size();
        sink->record(step, site, std::span(values).subspan(first, width));
    }
}
BENCHMARK(trace_a_step_of_12_values);

void extract_lineage(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::lineage(supervisor(), {}, requested_pixel));
    }
}
BENCHMARK(extract_lineage)->Unit(benchmark::kMillisecond);

void compare_two_traces(benchmark::State& state) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    const std::string reference = c_trace(engine::PhiMode::c_parity);
    const std::string candidate = c_trace(engine::PhiMode::spec);
    const trace::LineageGraph graph = engine::lineage(supervisor(), {}, requested_pixel);
    for (auto _ : state) {
        benchmark::DoNotOptimize(trace::compare(
            trace::parse_trace(reference, "reference", program.terminal_keys),
            trace::parse_trace(candidate, "candidate", program.terminal_keys), program, graph, {}));
    }
}
BENCHMARK(compare_two_traces)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
