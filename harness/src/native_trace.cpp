#include "native_trace.hpp"

#include "tapir/trace/build_info.hpp"
#include "tapir/trace/native_format.hpp"

namespace tapir::harness {

const char* name_of(engine::Dtype dtype) {
    switch (dtype) {
    case engine::Dtype::float64:
        break;
    case engine::Dtype::mixed:
        return "mixed";
    case engine::Dtype::float32:
        return "float32";
    }
    return "float64";
}

std::string native_trace(const SceneOptions& scene, const engine::Experiment& experiment,
                         const engine::RunOptions& run,
                         const std::vector<engine::PixelIndex>& pixels) {
    trace::NativeHeader header;
    header.program = program_name;
    header.version = program_version;
    header.profile = scene.profile_text();
    header.phi_mode = run.phi_mode == engine::PhiMode::c_parity ? "c-parity" : "spec";
    header.arithmetic =
        run.arithmetic == engine::ArithmeticPolicy::portable ? "portable" : "reference";
    header.device = run.device == engine::Device::cuda ? "cuda" : "cpu";
    header.dtype = name_of(run.dtype);
    header.c_threads = run.c_threads;
    header.scene = experiment.digest;
    for (const engine::PixelIndex& pixel : pixels) {
        header.pixels.push_back({pixel.slow, pixel.fast});
    }
    trace::NativeSink sink;
    engine::trace_pixels(experiment, run, pixels, sink);
    return sink.finish(header);
}

} // namespace tapir::harness
