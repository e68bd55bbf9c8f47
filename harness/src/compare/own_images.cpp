#include "compare/own_images.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "compare/float_image.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/format/read_trace.hpp"
#include "tapir/trace/image/image_comparison.hpp"
#include "tapir/trace/verdict/compare.hpp"

namespace tapir::harness {

namespace {

/// One side: `held` counts the pixels that are in the image what the trace says.
struct OwnImage {
    std::string side, trace, image;
    FloatImage pixels;
    int held = 0;
    std::string misfit; ///< the first that is not, as words
};

constexpr double stored = 1e-6; // single precision, six digits and more

void compare_with_image(OwnImage& own, const trace::TraceFile& file) {
    for (const auto& [pixel, value] : final_values(file)) {
        const bool inside = pixel.slow >= 0 && pixel.fast >= 0 && pixel.slow < own.pixels.slow &&
                            pixel.fast < own.pixels.fast;
        const double there = inside ? own.pixels.view().at(pixel.slow, pixel.fast) : std::nan("");
        if (std::fabs(there - value) <= stored * std::fabs(value)) {
            ++own.held;
        } else if (own.misfit.empty()) {
            own.misfit =
                fmt::format("at pixel {} {} the image of the {} holds {}, its own trace "
                            "ends with {}",
                            pixel.slow, pixel.fast, own.side,
                            inside ? trace::general15(there) : "nothing", trace::general15(value));
        }
    }
    if (own.held == 0 && own.misfit.empty()) {
        own.misfit =
            fmt::format("the trace of the {} does not say what its pixel ends with", own.side);
    }
}

/// Traces of chosen pixels that agree say nothing of the others.
void compare_image_pair(const FloatImage& reference, const FloatImage& candidate,
                        trace::Comparison& result) {
    const trace::ImageComparison images =
        trace::compare_images(reference.view(), candidate.view(), stored);
    if (images.verdict.verdict == trace::Verdict::parity) {
        return;
    }
    result.verdict = trace::Verdict::divergence;
    result.reason = trace::VerdictReason::images_depart;
    result.sentence = "The traces agree, and the images do not: " + images.verdict.sentence;
    if (!images.telling.empty()) {
        const trace::TellingPixel& pixel = images.telling.front();
        result.notes.insert(result.notes.begin(),
                            fmt::format("trace pixel {} {} of both: {}", pixel.pixel.slow,
                                        pixel.pixel.fast, pixel.why));
    }
}

} // namespace

std::vector<std::pair<trace::Pixel, double>> final_values(trace::TraceFile file) {
    const trace::ProgramModel& program = engine::nanobragg_model();
    trace::TraceFile nothing;
    trace::recover_pixels(nothing, file, program, nullptr);
    std::vector<std::pair<trace::Pixel, double>> values;
    for (const trace::CanonicalValue& value : trace::canonicalise(file, program)) {
        const trace::Site& site = value.node.site;
        if (value.node.tap == program.factors.back().second && !file.pixels.empty()) {
            values.emplace_back(site.pixel(), value.value);
        }
    }
    return values;
}

void compare_with_own_images(const ComparisonRequest& request,
                             std::optional<std::pair<int, int>> size, trace::Comparison& result) {
    std::string misfits;
    const trace::ProgramModel& program = engine::nanobragg_model();
    std::array<trace::TraceFile, 2> files{trace::read_trace(request.reference, program),
                                          trace::read_trace(request.candidate, program)};
    trace::recover_pixels(files[0], files[1], program, nullptr);
    for (std::size_t side = 0; side < files.size(); ++side) {
        if (files[side].pixels.empty()) { // its records were put where the other's lie
            files[side].pixels = files[1 - side].pixels;
        }
    }
    std::array<OwnImage, 2> sides{
        OwnImage{"reference", request.reference, request.images[0], {}, 0, ""},
        OwnImage{"candidate", request.candidate, request.images[1], {}, 0, ""}};
    for (std::size_t side = 0; side < files.size(); ++side) {
        OwnImage& own = sides[side];
        own.pixels = read_float_image(own.image, size);
        compare_with_image(own, files[side]);
        if (own.misfit.empty()) {
            result.notes.push_back(
                fmt::format("{} holds what the trace of the {} ends with", own.image, own.side));
        } else {
            misfits += (misfits.empty() ? "" : "; ") + own.misfit;
        }
    }
    if (misfits.empty() && result.verdict == trace::Verdict::parity) {
        compare_image_pair(sides[0].pixels, sides[1].pixels, result);
    }
    if (misfits.empty() || result.verdict == trace::Verdict::not_comparable) {
        return;
    }
    const bool agreed = result.verdict == trace::Verdict::parity;
    const std::string sentence = "Traces and images come from different set-ups (other options, "
                                 "threads or a tracer of its own arithmetic): " +
                                 misfits + ".";
    if (agreed) {
        result.verdict = trace::Verdict::divergence;
        result.reason = trace::VerdictReason::other_set_up;
        result.sentence = "The traces agree, and say nothing of the images. " + sentence;
    } else {
        result.notes.insert(result.notes.begin(), sentence);
    }
}

} // namespace tapir::harness
