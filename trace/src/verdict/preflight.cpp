#include "verdict/preflight.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace tapir::trace {

Comparison refuse(VerdictReason reason, std::string sentence) {
    Comparison result;
    result.verdict = Verdict::not_comparable;
    result.reason = reason;
    result.sentence = std::move(sentence);
    return result;
}

Comparison refuse_too_many_loops() {
    return refuse(VerdictReason::too_many_loops, "The traces and the model name more than " +
                                                     std::to_string(most_loops) +
                                                     " loops together, so nothing was compared.");
}

Comparison refuse_truncated(const std::string& name, const std::string& how) {
    return refuse(VerdictReason::truncated, name + " is not whole: " + how + ".");
}

namespace {

std::string site_of_pixels(const TraceFile& file) {
    return to_text(file.pixels);
}

/// Traces that do not both state their pixel, but show where it lies.
Comparison other_positions(const TraceFile& reference, const TraceFile& candidate,
                           const ProgramModel& program, double pixel_size_m) {
    const auto one = pixel_from_position(reference, program, pixel_size_m);
    const auto other = pixel_from_position(candidate, program, pixel_size_m);
    if (one && other) {
        const Pixel a = reference.pixels.size() == 1 ? reference.pixels.front() : *one;
        const Pixel b = candidate.pixels.size() == 1 ? candidate.pixels.front() : *other;
        return a == b ? Comparison{}
                      : refuse(VerdictReason::other_pixel,
                               "The traces are of different pixels (slow,fast), as their positions "
                               "on the detector say: the reference " +
                                   to_text({a}) + ", the candidate " + to_text({b}) + ".");
    }
    const auto here = program.locate(reference);
    const auto there = program.locate(candidate);
    constexpr double micrometre = 1e-6;
    constexpr double ten = 10;
    if (here && there &&
        std::hypot(here->first - there->first, here->second - there->second) > ten * micrometre) {
        return refuse(VerdictReason::other_pixel,
                      "The traces are of different pixels: their positions on the detector lie "
                      "more than 10 micrometres apart.");
    }
    return {};
}

} // namespace

Comparison preflight(const TraceFile& reference, const TraceFile& candidate,
                     const ProgramModel& program, double pixel_size_m) {
    for (const TraceFile* file : {&reference, &candidate}) {
        if (file->records.empty() && file->problems.empty() && !file->header) {
            return refuse(VerdictReason::empty, file->name + " holds no trace record at all.");
        }
        if (!file->truncation.empty()) {
            return refuse_truncated(file->name, file->truncation);
        }
        if (!file->problems.empty()) {
            return refuse(VerdictReason::unreadable_records,
                          file->name + " has " + std::to_string(file->problems.size()) +
                              " line(s) that look like records and cannot be read; the first: " +
                              file->problems.front() + ".");
        }
    }
    const bool both_stated = !reference.pixels.empty() && !candidate.pixels.empty();
    const std::set<Pixel> a(reference.pixels.begin(), reference.pixels.end());
    const std::set<Pixel> b(candidate.pixels.begin(), candidate.pixels.end());
    if (both_stated && a != b) {
        return refuse(VerdictReason::other_pixel,
                      "The traces are of different pixels (slow,fast): the reference " +
                          site_of_pixels(reference) + ", the candidate " +
                          site_of_pixels(candidate) + ".");
    }
    if (!both_stated && program.locate) {
        Comparison refused = other_positions(reference, candidate, program, pixel_size_m);
        if (refused.reason != VerdictReason::none) {
            return refused;
        }
    }
    if (reference.header && candidate.header && reference.header->states_scene() &&
        candidate.header->states_scene() && reference.header->scene != candidate.header->scene) {
        return refuse(VerdictReason::other_scene,
                      "The traces are of different scenes: the headers state " +
                          reference.header->scene.substr(0, 19) + "... and " +
                          candidate.header->scene.substr(0, 19) + "....");
    }
    return {};
}

double pixel_size_of(const TraceFile& reference, const TraceFile& candidate,
                     const ProgramModel& program, const Oracle* what_if) {
    for (const TraceFile* file : {&reference, &candidate}) {
        for (const CanonicalValue& value : canonicalise(*file, program)) {
            if (value.known && value.node.tap == program.pixel_size_tap && value.value > 0) {
                return value.value;
            }
        }
    }
    if (what_if != nullptr && !program.pixel_size_tap.empty()) {
        const std::vector<double> size =
            what_if->record({std::string(program.pixel_size_tap), {}}, {});
        return size.empty() ? 0 : size.front();
    }
    return 0;
}

std::optional<Pixel> pixel_from_position(const TraceFile& file, const ProgramModel& program,
                                         double pixel_size_m) {
    if (!program.locate || !(pixel_size_m > 0)) {
        return std::nullopt;
    }
    const auto place = program.locate(file);
    constexpr double most = 1e6;
    if (!place || !(std::fabs(place->first) < most * pixel_size_m) ||
        !(std::fabs(place->second) < most * pixel_size_m)) {
        return std::nullopt;
    }
    return Pixel{static_cast<int>(std::floor(place->second / pixel_size_m)),
                 static_cast<int>(std::floor(place->first / pixel_size_m))};
}

namespace {

/// Lines of sight of each pixel that a side shows, as many as its fullest pixel has.
std::size_t rays_of(const Side& side, const ProgramModel& program) {
    std::map<Pixel, std::set<Site>> rays;
    for (const CanonicalValue& value : side.values) {
        const TapSpec* tap = program.find_tap(value.node.tap);
        if (tap != nullptr && tap->scope == (Loops::pixel | program.sight)) {
            rays[value.node.site.pixel()].insert(value.node.site);
        }
    }
    std::size_t most = 0;
    for (const auto& [pixel, sites] : rays) {
        most = std::max(most, sites.size());
    }
    return most;
}

} // namespace

Comparison unequal_scopes(const Side& reference, const Side& candidate,
                          const ProgramModel& program) {
    const std::size_t one = rays_of(reference, program);
    const std::size_t other = rays_of(candidate, program);
    if (one == other || one == 0 || other == 0 ||
        reference.file->dialect == candidate.file->dialect) {
        return {};
    }
    return refuse(VerdictReason::other_scope,
                  "The traces are of different scope: the reference shows " + std::to_string(one) +
                      " line(s) of sight a pixel, the "
                      "candidate " +
                      std::to_string(other) + "; subpixels or sensor layers differ.");
}

} // namespace tapir::trace
