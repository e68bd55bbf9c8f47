#include "compare/find_cause.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "compare/float_image.hpp"
#include "compare/own_images.hpp"
#include "compare/tolerance_file.hpp"
#include "compare/trace_diff.hpp"
#include "run/native_trace.hpp"
#include "tapir/engine/dialects/dictionary.hpp"
#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/image/image_comparison.hpp"

namespace tapir::harness {

namespace {

using WhyOptions = ComparisonRequest;

/// What this engine finds in the telling pixels.
std::vector<double> own_photons(const engine::Experiment& experiment, engine::RunSpec run,
                                const std::vector<trace::TellingPixel>& telling) {
    class Photons final : public trace::Sink {
      public:
        void record(const trace::TapSpec& spec, const trace::Site& /*site*/,
                    std::span<const double> values) override {
            if (std::string_view(spec.key) == "photons") {
                found.push_back(values.front());
            }
        }
        std::vector<double> found;
    } sink;
    std::vector<trace::Pixel> pixels;
    pixels.reserve(telling.size());
    for (const trace::TellingPixel& pixel : telling) {
        pixels.push_back(pixel.pixel);
    }
    run.dtype = engine::Dtype::float64;
    engine::trace_pixels(experiment, run, pixels, sink);
    return sink.found;
}

/// Which side the engine agrees with, as words.
std::string arbiter_text(const trace::TellingPixel& pixel, double own, double rtol) {
    constexpr double stored = 1e-6; // of a float image
    const double allowed = std::max(rtol, stored) * std::fabs(own);
    const bool reference = std::fabs(pixel.reference - own) <= allowed;
    const bool candidate = std::fabs(pixel.candidate - own) <= allowed;
    return reference && !candidate   ? "the reference has it, the candidate is odd"
           : candidate && !reference ? "the candidate has it, the reference is odd"
           : reference               ? "both are near it"
                                     : "neither has it: was another scene meant?";
}

/// The behaviour that, switched over, gives one side's values in every telling pixel, as words,
/// and the class of a fault that consists in it.
std::pair<std::string, std::string> behaviour_of(const engine::Experiment& experiment,
                                                 const WhyOptions& options,
                                                 const std::vector<trace::TellingPixel>& telling) {
    engine::RunSpec run = options.scene.run_spec();
    run.dtype = engine::Dtype::float64;
    const engine::KernelOracle engine(experiment, run);
    const auto is = [&options](const std::vector<double>& own, double side) {
        constexpr double stored = 1e-6;
        return own.size() == 1 && std::fabs(own.front() - side) <=
                                      std::max(options.rtol, stored) * std::fabs(own.front());
    };
    for (const trace::Switch& which : engine.switches()) {
        const auto switched = engine.switched(which);
        for (const bool of_candidate : {true, false}) {
            bool changes = false;
            const bool all =
                std::all_of(telling.begin(), telling.end(), [&](const trace::TellingPixel& pixel) {
                    const trace::RecordKey photons{"photons", trace::Site(pixel.pixel)};
                    const double side = of_candidate ? pixel.candidate : pixel.reference;
                    changes = changes || !is(engine.record(photons, {}), side);
                    return is(switched->record(photons, {}), side);
                });
            if (all && changes) {
                return {std::string("the ") + (of_candidate ? "candidate" : "reference") +
                            " is what this engine gives with " + which.change,
                        which.cause_class};
            }
        }
    }
    return {};
}

void ask_the_engine(const engine::Experiment& experiment, const WhyOptions& options,
                    trace::ImageComparison& images) {
    const std::vector<double> own =
        own_photons(experiment, options.scene.run_spec(), images.telling);
    int reference_odd = 0;
    int candidate_odd = 0;
    for (std::size_t i = 0; i < std::min(own.size(), images.telling.size()); ++i) {
        const trace::TellingPixel& pixel = images.telling[i];
        const std::string text = arbiter_text(pixel, own[i], options.rtol);
        candidate_odd += text.find("candidate is odd") != std::string::npos ? 1 : 0;
        reference_odd += text.find("reference is odd") != std::string::npos ? 1 : 0;
        images.verdict.notes.push_back(fmt::format("pixel {} {}: this engine finds {}; {}",
                                                   pixel.pixel.slow, pixel.pixel.fast,
                                                   trace::general15(own[i]), text));
    }
    trace::RootCause& root = images.verdict.roots.front();
    const auto behaviour = behaviour_of(experiment, options, images.telling);
    if (!behaviour.first.empty()) {
        root.evidence = behaviour.first;
        root.cause_class = behaviour.second;
    }
    root.side = candidate_odd > 0 && reference_odd == 0   ? "candidate"
                : reference_odd > 0 && candidate_odd == 0 ? "reference"
                                                          : "";
}

/// How to go on from images to the stage: traces of the most telling pixel.
void say_how_to_go_on(const WhyOptions& options, trace::ImageComparison& images) {
    const trace::Pixel pixel = images.telling.front().pixel;
    const std::string scene = !options.scene.config.empty() ? "--config " + options.scene.config
                              : !options.scene.args_file.empty()
                                  ? "--args-file " + options.scene.args_file
                                  : "(scene options)";
    images.verdict.notes.insert(
        images.verdict.notes.begin(),
        {fmt::format("to find the stage: our trace with `tapir trace {} --pixel {} {} --dialect c "
                     "--out ours.log`",
                     scene, pixel.slow, pixel.fast),
         fmt::format("theirs with the program's own option, `-trace_pixel {} {}` or `-printout "
                     "-printout_pixel {} {}`; then `tapir why ours.log theirs.log {}`",
                     pixel.slow, pixel.fast, pixel.fast, pixel.slow, scene)});
}

/// {slow, fast}, which raw images do not tell.
std::optional<std::pair<int, int>>
detector_size(const std::optional<engine::Experiment>& experiment) {
    return experiment ? std::optional(
                            std::pair{experiment->input.pixels_slow, experiment->input.pixels_fast})
                      : std::nullopt;
}

/// Two images of one size that is not the scene's. @param images, scene  {slow, fast}
trace::Comparison of_another_detector(const std::pair<int, int>& images,
                                      const std::pair<int, int>& scene) {
    trace::Comparison refused;
    refused.reason = "other_size";
    refused.sentence = fmt::format("The images are of {} x {} pixels (slow x fast), the scene's "
                                   "detector of {} x {}: they are of another scene, or cut short.",
                                   images.first, images.second, scene.first, scene.second);
    return refused;
}

trace::Comparison why_images(const WhyOptions& options, reports::PageMatter* page) {
    std::vector<std::string> notes;
    const std::optional<engine::Experiment> experiment = scene_if_any(options.scene, notes);
    const auto size = detector_size(experiment);
    const FloatImage reference = read_float_image(options.reference, size);
    const FloatImage candidate = read_float_image(options.candidate, size);
    const std::pair both{reference.slow, reference.fast};
    if (size && both != *size && both == std::pair{candidate.slow, candidate.fast}) {
        return of_another_detector(both, *size);
    }
    trace::ImageComparison images =
        trace::compare_images(reference.view(), candidate.view(), options.rtol);
    if (!images.telling.empty()) {
        if (experiment && size == std::pair{reference.slow, reference.fast}) {
            ask_the_engine(*experiment, options, images);
        }
        say_how_to_go_on(options, images);
    }
    images.verdict.notes.insert(images.verdict.notes.begin(), notes.begin(), notes.end());
    if (page != nullptr) {
        page->panels = reports::image_panels(reference.view(), candidate.view(), images.telling);
    }
    return images.verdict;
}

trace::Comparison why_traces(const WhyOptions& options, reports::PageMatter* page) {
    std::vector<std::string> notes;
    const std::optional<engine::Experiment> experiment = scene_if_any(options.scene, notes);
    trace::Comparison result =
        diff_files(options.reference, options.candidate, experiment ? &*experiment : nullptr,
                   options.scene.run_spec(), options.tolerance, page);
    if (!experiment) {
        const std::string lost =
            "without the scene (--config, --args-file) rounding cannot be told from "
            "faults, and causes are guessed from values alone";
        notes.push_back(lost);
    }
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    if (!options.images.empty()) {
        hold_against_images(options, detector_size(experiment), result);
    }
    return result;
}

} // namespace

trace::Comparison find_cause(const ComparisonRequest& request, reports::PageMatter* page) {
    if (const auto refused = one_file(request.reference, request.candidate)) {
        return *refused;
    }
    const bool reference_image = looks_like_image(request.reference);
    const bool candidate_image = looks_like_image(request.candidate);
    if (reference_image && !request.images.empty()) {
        throw InputError({.where = "--images",
                          .problem = "goes with traces, and these are images",
                          .reason = "it holds each trace against its program's image",
                          .remedy = "Give two traces and their images."});
    }
    if (reference_image != candidate_image) {
        throw InputError({.where = reference_image ? request.candidate : request.reference,
                          .problem = "is no image, and the other file is one",
                          .reason = "a trace and an image cannot be held against each other",
                          .remedy = "Give two traces or two images."});
    }
    return reference_image ? why_images(request, page) : why_traces(request, page);
}

} // namespace tapir::harness
