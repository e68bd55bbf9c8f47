#include <doctest/doctest.h>

#include <random>

#include "compare/trace_diff.hpp"
#include "corpus.hpp"
#include "run/native_trace.hpp"
#include "scene/scene_options.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/trace/format/read_trace.hpp"

/// A thousand pairs that differ by rounding, printing and arithmetic alone: no false alarm.
namespace {

using namespace tapir;
using namespace tapir::test;
using harness::SceneOptions;

/// A trace of a pixel as another program of the same computation may print it.
trace::TraceFile traced(const SceneOptions& scene, const engine::Experiment& experiment,
                        const engine::RunSpec& run, trace::Pixel pixel) {
    const std::string text = harness::native_trace(scene, experiment, run, {pixel});
    return trace::parse_trace(text, "trace", engine::nanobragg_model().terminal_keys);
}

engine::RunSpec run_with(engine::ArithmeticPolicy arithmetic, engine::Dtype dtype) {
    engine::RunSpec run;
    run.arithmetic = arithmetic;
    run.dtype = dtype;
    return run;
}

} // namespace

TEST_CASE("clean pairs: other arithmetic and precision of a sound computation are no divergence") {
    std::mt19937 random(11);
    int pairs = 0;
    int red = 0;
    const harness::NanobraggArgs no_args;
    for (const auto& entry : std::filesystem::directory_iterator(test_data() / "reference/cases")) {
        const std::string name = entry.path().filename().string();
        if (name == "supervisor" || name.find("threads") != std::string::npos ||
            name.find("tricubic") != std::string::npos) {
            continue; // large, or not a function of the pixel alone
        }
        const InFolder here(entry.path());
        SceneOptions scene;
        scene.args_file = "args.txt";
        scene.nanobragg_args = &no_args;
        const engine::Experiment experiment = scene.load();
        if (experiment.interpolate) {
            continue;
        }
        const engine::RenderedPixels rendered(experiment.input);
        for (int tries = 0; tries < 11; ++tries) {
            const trace::Pixel pixel{
                std::uniform_int_distribution<int>(0, experiment.input.pixels_slow - 1)(random),
                std::uniform_int_distribution<int>(0, experiment.input.pixels_fast - 1)(random)};
            if (!rendered.has(pixel)) {
                continue;
            }
            const auto reference = traced(
                scene, experiment,
                run_with(engine::ArithmeticPolicy::reference, engine::Dtype::float64), pixel);
            for (const auto dtype : {engine::Dtype::float64, engine::Dtype::float32}) {
                const auto candidate = traced(
                    scene, experiment, run_with(engine::ArithmeticPolicy::portable, dtype), pixel);
                const trace::Comparison result =
                    harness::diff_traces(reference, candidate, &experiment, {}, {});
                CAPTURE(name);
                CAPTURE(pixel.slow);
                CAPTURE(pixel.fast);
                const bool green = result.verdict == trace::Verdict::parity;
                if (!green) {
                    CAPTURE(result.sentence);
                    CAPTURE(result.roots.empty() ? std::string() : result.roots.front().tap);
                    CHECK(green);
                }
                red += green ? 0 : 1;
                ++pairs;
            }
        }
    }
    CHECK(pairs >= 1000);
    CHECK(red == 0);
}
