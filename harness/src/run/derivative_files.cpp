#include "run/derivative_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "console/console.hpp"
#include "console/diagnostics.hpp"
#include "console/output_file.hpp"
#include "console/standard_streams.hpp"
#include "run/raw_bytes.hpp"
#include "tapir/engine/derivative_image.hpp"
#include "tapir/engine/parameters.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

/// Derivatives have a sign and are no photons: files that hold photons are no place for them.
void require_derivative_outputs(const RenderOptions& options) {
    const std::vector<std::string> others{options.smv_out, options.noise_out, options.pgm_out,
                                          options.picture.file, options.dump_out};
    const bool other = std::any_of(others.begin(), others.end(),
                                   [](const std::string& file) { return !file.empty(); });
    if (other || (options.raw_out.empty() && options.float_out.empty())) {
        throw InputError(
            {.where = "--derivative " + options.derivative,
             .problem = other ? "goes into --raw-out and --float-out only" : "has nowhere to write",
             .reason = "derivatives have a sign and are no photons",
             .remedy = "Give --raw-out FILE (float64) or --float-out FILE (float32)."});
    }
    require_one_standard_output(options.outputs());
}

void write_both(const RenderOptions& options, const engine::Image<double>& image) {
    if (!options.raw_out.empty()) {
        write_output(options.raw_out, raw_bytes(image));
    }
    if (!options.float_out.empty()) {
        engine::Image<float> rounded(image.size());
        std::transform(image.begin(), image.end(), rounded.begin(),
                       [](double slope) { return static_cast<float>(slope); });
        write_output(options.float_out, raw_bytes(rounded));
    }
}

} // namespace

std::string derivative_to_files(const RenderOptions& options) {
    require_derivative_outputs(options);
    engine::RunSpec run = options.scene.run_spec();
    run.threads = options.threads > 0 ? threads_that_start(options.threads) : 0;
    engine::use_threads(run.threads);
    const engine::Experiment experiment = options.scene.load();
    const engine::Image<double> image = [&] {
        const TimedStep step("rendering a derivative");
        ProgressBar bar("render");
        return engine::derivative_image(experiment, run, options.derivative, bar.callback());
    }();
    write_both(options, image);
    const auto [least, most] = std::minmax_element(image.begin(), image.end());
    const engine::Parameter parameter = engine::parameter_named(experiment, options.derivative);
    std::string names = options.float_out;
    names += (names.empty() || options.raw_out.empty() ? "" : ", ") + options.raw_out;
    return fmt::format("{}: derivative by {}, {} x {} pixels (slow x fast), from {:.9g} to {:.9g} "
                       "photons{}{}\n",
                       names, parameter.name, experiment.input.pixels_slow,
                       experiment.input.pixels_fast, *least, *most,
                       parameter.unit.empty() ? "" : "/", parameter.unit);
}

} // namespace tapir::harness
