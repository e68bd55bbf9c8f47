#include "compare/find_cause.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "compare/float_image.hpp"
#include "compare/own_images.hpp"
#include "compare/ptx_note.hpp"
#include "compare/text_diff.hpp"
#include "compare/thread_counts.hpp"
#include "compare/tolerance_file.hpp"
#include "compare/trace_diff.hpp"
#include "run/native_trace.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/kernel_oracle.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/image/image_comparison.hpp"

namespace tapir::harness {

namespace {

using WhyOptions = ComparisonRequest;

/// What this engine finds in some pixels.
std::vector<double> own_photons(const engine::Experiment& experiment, engine::RunSpec run,
                                const std::vector<trace::Pixel>& pixels) {
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
    run.dtype = engine::Dtype::float64;
    engine::trace_pixels(experiment, run, pixels, sink);
    return sink.found;
}

/// What the engine says of a pixel: the side that departs from it, and that in words.
struct Arbitration {
    trace::WhichSide odd;
    const char* words;
};

Arbitration arbitration_of(const trace::TellingPixel& pixel, double own, double rtol) {
    constexpr double stored = 1e-6; // of a float image
    const double allowed = std::max(rtol, stored) * std::fabs(own);
    const bool reference = std::fabs(pixel.reference - own) <= allowed;
    const bool candidate = std::fabs(pixel.candidate - own) <= allowed;
    if (reference != candidate) {
        return reference ? Arbitration{trace::WhichSide::candidate,
                                       "the reference has it, the candidate is odd"}
                         : Arbitration{trace::WhichSide::reference,
                                       "the candidate has it, the reference is odd"};
    }
    return {trace::WhichSide::neither,
            reference ? "both are near it" : "neither has it: was another scene meant?"};
}

/// A behaviour that, switched over, gives one side's values in every telling pixel.
struct SwitchedSide {
    trace::Switch which;
    trace::WhichSide side;
};

std::optional<SwitchedSide> explaining_behaviour(const engine::Experiment& experiment,
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
                return SwitchedSide{which, of_candidate ? trace::WhichSide::candidate
                                                        : trace::WhichSide::reference};
            }
        }
    }
    return std::nullopt;
}

/// Names the numbers of threads of the C program, where nothing else makes the images differ.
void add_threads(const engine::Experiment& experiment, const WhyOptions& options,
                 const FloatImage& reference, const FloatImage& candidate, trace::RootCause& root) {
    const auto photons = [&](int threads, const std::vector<trace::Pixel>& pixels) {
        engine::RunSpec run = options.scene.run_spec();
        run.phi_mode = engine::PhiMode::c_parity;
        run.c_threads = threads;
        return own_photons(experiment, run, pixels);
    };
    if (const auto found = differing_threads(experiment, reference.view(), candidate.view(),
                                             options.rtol, photons)) {
        root.evidence = *found;
        root.cause_class = trace::CauseClass::stale;
    }
}

void add_own_photons(const engine::Experiment& experiment, const WhyOptions& options,
                     trace::ImageComparison& images) {
    std::vector<trace::Pixel> pixels;
    for (const trace::TellingPixel& pixel : images.telling) {
        pixels.push_back(pixel.pixel);
    }
    const std::vector<double> own = own_photons(experiment, options.scene.run_spec(), pixels);
    int reference_odd = 0;
    int candidate_odd = 0;
    for (std::size_t i = 0; i < std::min(own.size(), images.telling.size()); ++i) {
        const trace::TellingPixel& pixel = images.telling[i];
        const Arbitration arbitration = arbitration_of(pixel, own[i], options.rtol);
        candidate_odd += arbitration.odd == trace::WhichSide::candidate ? 1 : 0;
        reference_odd += arbitration.odd == trace::WhichSide::reference ? 1 : 0;
        images.verdict.notes.emplace_back(fmt::format("pixel {} {}: this engine finds {}; {}",
                                                      pixel.pixel.slow, pixel.pixel.fast,
                                                      trace::general15(own[i]), arbitration.words));
    }
    trace::RootCause& root = images.verdict.roots.front();
    if (const auto switched = explaining_behaviour(experiment, options, images.telling)) {
        const trace::Finding finding{
            trace::Rule::image_with_switch, switched->side, {switched->which.change}};
        // what this engine needs to give one side's values is no reason why the two sides part,
        // where a relation of the images themselves explains that
        if (trace::holds_rule(root.evidence, trace::Rule::image_residual)) {
            root.evidence.push_back(finding);
        } else {
            root.evidence = {finding};
            root.cause_class = switched->which.cause_class;
        }
    }
    root.side = candidate_odd > 0 && reference_odd == 0   ? trace::WhichSide::candidate
                : reference_odd > 0 && candidate_odd == 0 ? trace::WhichSide::reference
                                                          : trace::WhichSide::neither;
}

/// How to go on from images to the stage: traces of the most telling pixel.
void note_next_commands(const WhyOptions& options, trace::ImageComparison& images) {
    const trace::Pixel pixel = images.telling.front().pixel;
    if (!options.scene.given()) { // the program may be any
        const std::vector<std::string> advice{
            fmt::format("to find the stage: let both programs print what they compute on the way "
                        "to pixel {} {} (slow fast), then `tapir why REFERENCE.log CANDIDATE.log`",
                        pixel.slow, pixel.fast)};
        images.verdict.notes.insert(images.verdict.notes.begin(), advice.begin(), advice.end());
        return;
    }
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
trace::Comparison refuse_other_detector(const std::pair<int, int>& images,
                                        const std::pair<int, int>& scene) {
    trace::Comparison refused;
    refused.reason = trace::VerdictReason::other_size;
    refused.sentence = fmt::format("The images are of {} x {} pixels (slow x fast), the scene's "
                                   "detector of {} x {}: they are of another scene, or cut short.",
                                   images.first, images.second, scene.first, scene.second);
    return refused;
}

trace::Comparison why_images(const WhyOptions& options, reports::PageInput* page) {
    std::vector<std::string> notes;
    const std::optional<engine::Experiment> experiment = scene_if_any(options.scene, notes);
    const auto size = detector_size(experiment);
    const FloatImage reference = read_float_image(options.reference, size);
    const FloatImage candidate = read_float_image(options.candidate, size);
    const std::pair both{reference.slow, reference.fast};
    if (size && both != *size && both == std::pair{candidate.slow, candidate.fast}) {
        return refuse_other_detector(both, *size);
    }
    trace::ImageComparison images =
        trace::compare_images(reference.view(), candidate.view(), options.rtol);
    for (trace::RootCause& root : images.verdict.roots) {
        root.unit = experiment ? "photons" : "";
    }
    if (!images.telling.empty()) {
        if (experiment && size == std::pair{reference.slow, reference.fast}) {
            add_own_photons(*experiment, options, images);
            note_own_ptx(options.scene.run_spec(), images.verdict);
            add_threads(*experiment, options, reference, candidate, images.verdict.roots.front());
        }
        note_next_commands(options, images);
    }
    images.verdict.notes.insert(images.verdict.notes.begin(), notes.begin(), notes.end());
    if (page != nullptr) {
        page->panels = reports::image_panels(reference.view(), candidate.view(), images.telling);
    }
    return images.verdict;
}

trace::Comparison why_traces(const WhyOptions& options, reports::PageInput* page) {
    std::vector<std::string> notes;
    const std::optional<engine::Experiment> experiment = scene_if_any(options.scene, notes);
    trace::Comparison result =
        diff_records_or_texts(options, experiment ? &*experiment : nullptr, page);
    if (!experiment && !result.of_texts) {
        const std::string lost =
            "without the scene (--config, --args-file) rounding cannot be told from "
            "faults, and causes are guessed from values alone";
        notes.push_back(lost);
    }
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    if (!options.images.empty()) {
        compare_with_own_images(options, detector_size(experiment), result);
    }
    return result;
}

} // namespace

trace::Comparison find_cause(const ComparisonRequest& request, reports::PageInput* page) {
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
    const trace::ComparedScope& scope = request.tolerance.scope;
    if (reference_image && (!scope.ignored.empty() || !scope.same_names.empty() || scope.complete ||
                            scope.printed_digits)) {
        throw InputError({.where = "--ignore, --map, --complete, --printed-digits",
                          .problem = "go with traces and texts, and these are images",
                          .reason = "every pixel of an image is compared with the pixel in its "
                                    "place",
                          .remedy = "Leave them out."});
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
