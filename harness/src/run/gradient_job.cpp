#include "run/gradient_job.hpp"

#include "console/diagnostics.hpp"
#include "console/output_file.hpp"
#include "run/gradient_report.hpp"
#include "tapir/engine/gradient.hpp"
#include "tapir/engine/gradient_check.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

/// The pixels named one by one, then those of the region that the scene renders.
std::vector<trace::Pixel> chosen_pixels(const GradientJob& job,
                                        const engine::Experiment& experiment) {
    std::vector<trace::Pixel> pixels = job.pixels;
    if (!job.region.empty()) {
        const engine::RenderedPixels rendered(experiment.input);
        for (int slow = job.region[0]; slow <= job.region[1]; ++slow) {
            for (int fast = job.region[2]; fast <= job.region[3]; ++fast) {
                const bool outside = slow < 0 || slow >= experiment.input.pixels_slow || fast < 0 ||
                                     fast >= experiment.input.pixels_fast;
                if (outside || rendered.has({slow, fast})) {
                    pixels.push_back({slow, fast}); // one outside is refused by name
                }
            }
        }
    }
    if (pixels.empty()) {
        throw InputError({.where = "--pixel, --roi",
                          .problem = "name no pixel that the scene renders",
                          .reason = "a derivative is one of a pixel, or of a sum of pixels",
                          .remedy = "Give --pixel SLOW FAST, once or more often, or --roi SLOW_MIN "
                                    "SLOW_MAX FAST_MIN FAST_MAX."});
    }
    return pixels;
}

/// Those asked for; without any, all that the scene has a derivative by.
std::vector<std::string> chosen_parameters(const GradientJob& job,
                                           const engine::Experiment& experiment) {
    if (!job.parameters.empty()) {
        return job.parameters;
    }
    std::vector<std::string> names;
    for (const engine::Parameter& parameter : engine::parameters_of(experiment)) {
        if (parameter.refusal.empty()) {
            names.push_back(parameter.name);
        }
    }
    return names;
}

/// What is computed, once the command line is understood.
struct Prepared {
    engine::Experiment experiment;
    engine::RunSpec run;
    std::vector<std::string> names;
    std::vector<trace::Pixel> pixels;
};

Prepared prepared(const GradientJob& job) {
    require_one_standard_output({job.json});
    Prepared result;
    result.run = job.scene.run_spec();
    engine::use_threads(job.threads);
    result.experiment = job.scene.load();
    result.names = chosen_parameters(job, result.experiment);
    result.pixels = chosen_pixels(job, result.experiment);
    return result;
}

void deliver_report(const GradientJob& job, const std::string& text, const std::string& json) {
    if (!job.json.empty()) {
        write_output(job.json, json);
    }
    print_beside(text, {job.json});
}

} // namespace

void run_gradient(const GradientJob& job) {
    const Prepared p = prepared(job);
    engine::Gradients found = [&] {
        const TimedStep step("derivatives");
        return engine::gradients(p.experiment, p.run, p.names, p.pixels);
    }();
    const bool summed = job.sum && found.pixels.size() > 1;
    const std::size_t count = found.pixels.size();
    if (summed) {
        found.pixels = {engine::sum_of(found.pixels)};
    }
    deliver_report(job, gradient_text(found, summed ? count : 0),
                   gradient_json(found, summed ? count : 0, job.scene.description(), p.run));
}

ExitCode run_gradcheck(const GradientJob& job) {
    const Prepared p = prepared(job);
    const engine::GradientCheck check = [&] {
        const TimedStep step("derivatives and differences");
        return engine::check_gradients(p.experiment, p.run, p.names, p.pixels, job.tolerance);
    }();
    deliver_report(job, gradcheck_text(check, job.tolerance),
                   gradcheck_json(check, job.tolerance, job.scene.description(), p.run));
    if (check.count(engine::CheckVerdict::off) > 0) {
        return ExitCode::divergence;
    }
    return check.count(engine::CheckVerdict::agrees) > 0 ? ExitCode::success
                                                         : ExitCode::not_comparable;
}

} // namespace tapir::harness
