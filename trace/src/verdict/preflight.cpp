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

/// The pixel that a trace states, or the one that its position lies in, when that lies well within
/// one: a position at the corner of a pixel tells too little.
std::optional<Pixel> stated_or_located(const TraceFile& file, const ProgramModel& program,
                                       double pixel_size_m) {
    if (file.pixels.size() == 1) {
        return file.pixels.front();
    }
    const auto place = program.locate(file);
    const auto well_within = [pixel_size_m](double position_m) {
        constexpr double margin = 0.05;
        const double part = position_m / pixel_size_m - std::floor(position_m / pixel_size_m);
        return part > margin && part < 1 - margin;
    };
    return place && pixel_size_m > 0 && well_within(place->first) && well_within(place->second)
               ? pixel_from_position(file, program, pixel_size_m)
               : std::nullopt;
}

/// Traces that do not both state their pixel, but show where it lies.
Comparison other_positions(const TraceFile& reference, const TraceFile& candidate,
                           const ProgramModel& program, double pixel_size_m) {
    const auto one = stated_or_located(reference, program, pixel_size_m);
    const auto other = stated_or_located(candidate, program, pixel_size_m);
    if (one && other) {
        return *one == *other
                   ? Comparison{}
                   : refuse(VerdictReason::other_pixel,
                            "The traces are of different pixels (slow,fast), as they state or as "
                            "their positions on the detector say: the reference " +
                                to_text({*one}) + ", the candidate " + to_text({*other}) + ".");
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

/// What a side shows of the loops of a line of sight.
struct ShownRays {
    std::size_t most = 0;      ///< lines of sight of the pixel that shows the most of them
    int rows = 0, columns = 0; ///< of subpixels
};

ShownRays rays_of(const Side& side, const ProgramModel& program) {
    std::map<Pixel, std::set<Site>> rays;
    ShownRays shown;
    const auto passes = [](const Site& site, int loop) {
        return loop < 0 ? 0 : site[static_cast<std::size_t>(loop)] + 1;
    };
    for (const CanonicalValue& value : side.values) {
        const TapSpec* tap = program.find_tap(value.node.tap);
        if (tap != nullptr && tap->scope == (Loops::pixel | program.sight)) {
            const Site& site = value.node.site;
            rays[site.pixel()].insert(site);
            shown.rows = std::max(shown.rows, passes(site, program.square.first));
            shown.columns = std::max(shown.columns, passes(site, program.square.second));
        }
    }
    for (const auto& [pixel, sites] : rays) {
        shown.most = std::max(shown.most, sites.size());
    }
    return shown;
}

/// ": oversampling 2x2 against 1x1" where that is what differs.
std::string subpixels_text(const ShownRays& one, const ShownRays& other) {
    const auto text = [](const ShownRays& rays) {
        return std::to_string(rays.rows) + "x" + std::to_string(rays.columns);
    };
    return text(one) == text(other) ? ""
                                    : " As their lines stand, the oversampling is " + text(one) +
                                          " against " + text(other) + ".";
}

} // namespace

Comparison unequal_scopes(const Side& reference, const Side& candidate,
                          const ProgramModel& program) {
    const ShownRays one = rays_of(reference, program);
    const ShownRays other = rays_of(candidate, program);
    if (one.most == other.most || one.most == 0 || other.most == 0 ||
        reference.file->dialect == candidate.file->dialect) {
        return {};
    }
    return refuse(VerdictReason::other_scope,
                  "The traces are of different scope: the reference shows " +
                      std::to_string(one.most) + " line(s) of sight a pixel, the candidate " +
                      std::to_string(other.most) + "; subpixels or sensor layers differ." +
                      subpixels_text(one, other));
}

} // namespace tapir::trace
