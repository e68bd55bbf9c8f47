#include "run/native_trace.hpp"

#include "console/console.hpp"
#include "console/diagnostics.hpp"
#include "tapir/engine/derivative_loops.hpp"
#include "tapir/engine/derivative_trace.hpp"
#include "tapir/trace/base/build_info.hpp"
#include "tapir/trace/format/binary_writer.hpp"
#include "tapir/trace/format/native_format.hpp"
#include "tapir/trace/format/native_writer.hpp"

namespace tapir::harness {

namespace {

/// A list of pixels, or the rectangle they fill row by row.
void state_pixels(const std::vector<trace::Pixel>& pixels, trace::NativeHeader& header) {
    const trace::Pixel first = pixels.front();
    const trace::Pixel last = pixels.back();
    const int columns = last.fast - first.fast + 1;
    const int rows = last.slow - first.slow + 1;
    bool filled =
        columns > 0 && rows > 0 &&
        pixels.size() == static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
    for (std::size_t i = 0; filled && i < pixels.size(); ++i) {
        const int place = static_cast<int>(i);
        filled =
            pixels[i] == trace::Pixel{first.slow + place / columns, first.fast + place % columns};
    }
    if (filled && pixels.size() > 1) {
        header.rectangle = {first, last};
        return;
    }
    header.pixels = pixels;
}

trace::NativeHeader header_for(const SceneOptions& scene, const engine::Experiment& experiment,
                               const engine::RunSpec& run) {
    trace::NativeHeader header;
    header.program = program_name;
    header.version = program_version;
    header.profile = scene.profile_text();
    engine::put_words(run, header);
    header.scene = experiment.digest;
    return header;
}

} // namespace

void write_trace(const std::filesystem::path& path, bool binary, const SceneOptions& scene,
                 const engine::Experiment& experiment, const engine::RunSpec& run,
                 const std::vector<trace::Pixel>& pixels) {
    trace::NativeHeader header = header_for(scene, experiment, run);
    state_pixels(pixels, header);
    const std::unique_ptr<trace::TraceWriter> writer =
        binary ? trace::write_binary(path, header) : trace::write_native(path, header);
    const TimedStep step("tracing " + std::to_string(pixels.size()) + " pixel(s)");
    ProgressBar bar("tracing");
    const engine::ProgressCallback progress = bar.callback();
    std::size_t begun = 0;
    engine::trace_pixels(experiment, run, pixels, *writer, [&](trace::Pixel) {
        if (progress) {
            progress(static_cast<double>(begun++) / static_cast<double>(pixels.size()));
        }
    });
    writer->finish();
}

std::string native_trace(const SceneOptions& scene, const engine::Experiment& experiment,
                         const engine::RunSpec& run, const std::vector<trace::Pixel>& pixels) {
    trace::NativeHeader header = header_for(scene, experiment, run);
    header.pixels = pixels;
    const TimedStep step("tracing " + std::to_string(pixels.size()) + " pixel(s)");
    trace::NativeSink sink;
    engine::trace_pixels(experiment, run, pixels, sink);
    return sink.finish(header);
}

std::string native_derivatives(const SceneOptions& scene, const engine::Experiment& experiment,
                               const engine::RunSpec& run, const std::vector<std::string>& names,
                               const std::vector<trace::Pixel>& pixels) {
    trace::NativeHeader header = header_for(scene, experiment, run);
    header.pixels = pixels;
    const TimedStep step("tracing derivatives of " + std::to_string(pixels.size()) + " pixel(s)");
    trace::NativeSink sink(engine::derivative_loops());
    engine::trace_derivatives(experiment, run, names, pixels, sink);
    return sink.finish(header);
}

} // namespace tapir::harness
