#include "compare/parity_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compare/page_input.hpp"
#include "console/diagnostics.hpp"
#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/engine/simulate.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

/// Those asked for, each once; else the ones that tell most: the brightest, the first, which comes
/// with nothing carried over, and the last.
std::vector<trace::Pixel> pixels_to_trace(const ParityRequest& request,
                                          const std::vector<trace::Pixel>& rendered,
                                          const engine::Image<double>& image, int columns) {
    if (request.all_pixels) {
        return rendered;
    }
    std::vector<trace::Pixel> wanted = request.pixels;
    if (wanted.empty()) {
        const auto brightest =
            static_cast<int>(std::max_element(image.begin(), image.end()) - image.begin());
        wanted = {{brightest / columns, brightest % columns}, rendered.front(), rendered.back()};
    }
    std::vector<trace::Pixel> pixels;
    for (const trace::Pixel& pixel : wanted) {
        if (std::find(pixels.begin(), pixels.end(), pixel) == pixels.end()) {
            pixels.push_back(pixel);
        }
    }
    return pixels;
}

/// A side with its image.
struct Computed {
    ParitySide side;
    engine::Image<double> image;
};

/// Holds the photons of traced pixels against those of a frame.
void compare_with_frame(const trace::MemorySink& traced, const Computed& computed, int columns,
                        trace::ParityCount& count) {
    for (const trace::MemorySink::Entry& entry : traced.entries()) {
        if (entry.spec->id() == engine::taps::photons.id()) {
            const trace::Pixel pixel = entry.site.pixel();
            const auto place =
                static_cast<std::size_t>(pixel.slow) * static_cast<std::size_t>(columns) +
                static_cast<std::size_t>(pixel.fast);
            count.add_value("photons of trace | frame", "photons",
                            computed.side.name + " " +
                                trace::to_text(entry.site, engine::loop_names()),
                            traced.values(entry).front(), computed.image[place]);
        }
    }
}

/// What two sides are compared by.
struct Compared {
    const engine::Experiment* experiment;
    std::vector<trace::Pixel> pixels; ///< to trace
    std::vector<std::size_t> places;  ///< of all rendered pixels
    double rtol;
};

/// Traces, a few pixels at a time, and counts.
/// @return corruptions planted and noticed
int compare_traces(const Compared& what, const Computed& reference, const Computed& candidate,
                   trace::LastPlaceOf last_place, trace::ParityCount& count) {
    constexpr std::size_t at_once = 64;
    const int columns = what.experiment->input.pixels_fast;
    const bool once = same_trace(reference.side.run, candidate.side.run);
    int planted = 0;
    for (std::size_t first = 0; first < what.pixels.size(); first += at_once) {
        const auto begin = what.pixels.begin() + static_cast<std::ptrdiff_t>(first);
        const std::vector<trace::Pixel> some(
            begin,
            begin + static_cast<std::ptrdiff_t>(std::min(at_once, what.pixels.size() - first)));
        trace::MemorySink ours;
        trace::MemorySink theirs;
        engine::trace_pixels(*what.experiment, reference.side.run, some, ours);
        if (!once) {
            engine::trace_pixels(*what.experiment, candidate.side.run, some, theirs);
            count.add(ours, theirs, first == 0);
            if (first == 0 && count.table().agrees()) {
                planted = trace::plant_corruptions(ours, theirs, what.rtol, last_place);
            }
        }
        compare_with_frame(ours, reference, columns, count);
        compare_with_frame(once ? ours : theirs, candidate, columns, count);
    }
    return planted;
}

trace::LastPlaceOf last_place_of(const ParitySide& a, const ParitySide& b) {
    const bool wide =
        a.run.dtype == engine::Dtype::float64 && b.run.dtype == engine::Dtype::float64;
    return wide ? trace::LastPlaceOf::float64 : trace::LastPlaceOf::float32;
}

/// Two sides. @param planted  goes up by the corruptions planted and noticed
reports::ParityComparison compare_two(const Compared& what, const Computed& reference,
                                      const Computed& candidate, int& planted) {
    const trace::LastPlaceOf last_place = last_place_of(reference.side, candidate.side);
    trace::ParityCount records(what.rtol, last_place, engine::loop_names());
    planted += compare_traces(what, reference, candidate, last_place, records);
    trace::ParityCount image(what.rtol, last_place, engine::loop_names());
    const auto columns = static_cast<std::size_t>(what.experiment->input.pixels_fast);
    image.add_image(reference.image, candidate.image, what.places, columns);
    if (image.table().agrees()) {
        planted += trace::plant_in_image(reference.image, candidate.image, what.places, columns,
                                         what.rtol, last_place);
    }
    return {reference.side.name,
            candidate.side.name,
            difference_kind(reference.side.run, candidate.side.run),
            records.table(),
            image.table(),
            same_trace(reference.side.run, candidate.side.run)};
}

std::string digest_of(const engine::Image<double>& image) {
    return sha256_hex({reinterpret_cast<const char*>(image.data()), image.size() * sizeof(double)});
}

/// The images of one comparison, for a page.
void show_images(const engine::Experiment& experiment, const std::vector<Computed>& computed,
                 const reports::ParityReport& report, reports::PageInput& page) {
    const auto& all = report.comparisons;
    const auto differs = std::find_if(all.begin(), all.end(), [](const auto& comparison) {
        return !comparison.image.same_bits();
    });
    const reports::ParityComparison& shown = differs == all.end() ? all.front() : *differs;
    const auto view_of = [&](const std::string& side) {
        const auto one = std::find_if(computed.begin(), computed.end(),
                                      [&](const Computed& c) { return c.side.name == side; });
        return trace::ImageView{one->image, experiment.input.pixels_slow,
                                experiment.input.pixels_fast};
    };
    add_image_pair(view_of(shown.reference), view_of(shown.candidate), page);
    for (reports::Panel& panel : page.panels) {
        panel.caption +=
            fmt::format(" Reference: {}; candidate: {}.", shown.reference, shown.candidate);
    }
}

} // namespace

ParityOutcome compare_sides(const ParityRequest& request, const engine::Experiment& experiment,
                            const std::vector<ParitySide>& sides, reports::PageInput* page) {
    const int columns = experiment.input.pixels_fast;
    const std::vector<trace::Pixel> rendered = engine::RenderedPixels(experiment.input).all();
    if (rendered.empty()) {
        throw InputError({.where = "scene",
                          .problem = "renders no pixel",
                          .reason = "there is nothing to compare",
                          .remedy = "Widen the region of interest, or the mask."});
    }
    std::vector<Computed> computed;
    computed.reserve(sides.size());
    reports::ParityReport report;
    for (const ParitySide& side : sides) {
        const TimedStep step("side " + side.name);
        computed.push_back({side, engine::render_unrounded(experiment, side.run)});
        report.sides.push_back({side.name, described(side.run), digest_of(computed.back().image)});
    }
    report.scene =
        request.scene + ", phi mode " + engine::phi_mode_choice.word(sides.front().run.phi_mode);
    report.limits = limits_of(sides);
    report.rtol = request.rtol;
    Compared what{&experiment,
                  pixels_to_trace(request, rendered, computed.front().image, columns),
                  {},
                  request.rtol};
    for (const trace::Pixel& pixel : rendered) {
        what.places.push_back(static_cast<std::size_t>(pixel.slow) *
                                  static_cast<std::size_t>(columns) +
                              static_cast<std::size_t>(pixel.fast));
    }
    for (const trace::Pixel& pixel : what.pixels) {
        report.pixels.push_back(fmt::format("{} {}", pixel.slow, pixel.fast));
    }
    for (std::size_t i = 1; i < sides.size(); ++i) {
        report.comparisons.push_back(
            compare_two(what, computed[partner_of(sides, i)], computed[i], report.planted));
    }
    if (page != nullptr) {
        show_images(experiment, computed, report, *page);
    }
    return {report, what.pixels};
}

} // namespace tapir::harness
