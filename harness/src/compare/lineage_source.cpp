#include "compare/lineage_source.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <string>

#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/dialects/nanobragg_model.hpp"
#include "tapir/engine/input_files.hpp"
#include "tapir/engine/physics/intensity.hpp"
#include "tapir/engine/resolve.hpp"
#include "tapir/engine/taps.hpp"
#include "tapir/trace/align/canonical.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

/// Loop counts and the pivot, as far as the records tell.
struct Loops {
    int phi_steps = 1, mosaic_domains = 1, oversample = 1, sources = 1, layers = 1;
    bool mosaic = false, about_sample = false;
    bool square = false;   ///< a factor along an edge is not 1: a parallelepiped
    bool weighted = false; ///< the factors of the intensity are applied step by step
    bool weakened = false; ///< amplitudes have a Debye-Waller factor
    int slow = 0, fast = 0;
};

/// How many passes a loop has that comes to an index.
int count_of(int index) {
    return index < std::numeric_limits<int>::max() ? index + 1 : index;
}

/// Whether the detector rotates about the sample; nothing where the records do not tell.
std::optional<bool> rotates_about_sample(const trace::TraceFile& file) {
    for (const trace::PrintedRecord& record : file.records) {
        const bool sample = record.key == "Fclose_m" || record.key == "near_point_fast";
        if (sample || record.key == "Fbeam_m" || record.key == "beam_fast") {
            return sample;
        }
    }
    return std::nullopt;
}

/// Whether the last product of a trace is without the factors of the pixel, because its steps were
/// weighted with them, as the written physics has it.
bool weighs_steps(const trace::TraceFile& file) {
    std::map<std::string, double> first; // of each tap, at the first step
    for (const trace::CanonicalValue& value :
         trace::canonicalise(file, engine::nanobragg_model())) {
        first.emplace(value.node.tap, value.value);
    }
    const auto number = [&first](const trace::TapSpec& tap) {
        const auto found = first.find(tap.key);
        return found == first.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
    };
    namespace taps = engine::taps;
    constexpr double close = 1e-6;
    const auto alike = [](double a, double b) { return std::fabs(a - b) <= close * std::fabs(b); };
    const bool steps_are_plain =
        alike(number(taps::i_sum), number(taps::i_term)) && number(taps::i_term) != 0;
    const engine::ReferenceArithmetic::Divisor<double> steps{number(taps::steps)};
    const double unweighted = engine::photons_per_steradian<engine::ReferenceArithmetic>(
        number(taps::r_e_squared), number(taps::fluence), number(taps::i_total), steps);
    // of a final value of 0 nobody can tell which factors it has
    return !steps_are_plain && unweighted != 0 && alike(number(taps::photons), unweighted);
}

Loops loops_of(const trace::TraceFile& reference, const trace::TraceFile& candidate) {
    Loops loops;
    for (const trace::TraceFile* file : {&reference, &candidate}) {
        int blocks = 1;
        for (const trace::PrintedRecord& record : file->records) {
            const engine::Site site = engine::site_of(record.site);
            loops.phi_steps = std::max(loops.phi_steps, count_of(site.phi_tic));
            loops.mosaic_domains = std::max(loops.mosaic_domains, count_of(site.mos));
            loops.sources = std::max(loops.sources, count_of(site.source));
            loops.layers = std::max(loops.layers, count_of(site.thick));
            loops.oversample =
                std::max({loops.oversample, count_of(site.sub_s), count_of(site.sub_f)});
            loops.square = loops.square || ((record.key == "F_latt_a" || record.key == "F_latt_b" ||
                                             record.key == "F_latt_c") &&
                                            record.values.front().number != 1);
            loops.weakened = loops.weakened || record.key == engine::taps::temperature_factor.key;
            loops.slow = std::max(loops.slow, site.slow);
            loops.fast = std::max(loops.fast, site.fast);
            blocks = std::max(blocks, record.block + 1);
        }
        // one block a line of sight: layers x subpixels
        const int edge = static_cast<int>(std::lround(std::sqrt(blocks / loops.layers)));
        loops.oversample = std::max(loops.oversample, edge);
    }
    loops.mosaic = loops.mosaic_domains > 1;
    loops.weighted = weighs_steps(reference);
    loops.about_sample =
        rotates_about_sample(reference).value_or(rotates_about_sample(candidate).value_or(false));
    return loops;
}

engine::Experiment schematic(const Loops& loops) {
    engine::ExperimentRequest request;
    request.convention = engine::Convention::custom;
    request.pivot = loops.about_sample ? engine::Pivot::sample : engine::Pivot::beam;
    request.pixels_slow = loops.slow + 1;
    request.pixels_fast = loops.fast + 1;
    request.cell_given = true;
    request.cell_edges_angstrom = {100, 110, 120};
    request.cell_angles_rad = {1.4, 1.5, 1.6};
    request.cell_counts = {5, 5, 5};
    request.phi_start_rad = 0.1; // any angle but 0: every step rotates
    request.phi_step_rad = 0.01;
    request.oscillation_rad = 0.01 * loops.phi_steps;
    request.phi_steps = loops.phi_steps;
    request.shape = loops.square ? engine::LatticeShape::square : engine::LatticeShape::gauss;
    request.b_factor_angstrom2 = loops.weakened ? 1 : 0;
    request.mosaic_domains = loops.mosaic_domains;
    request.mosaic_spread_rad = loops.mosaic ? 0.01 : -1;
    request.oversample = loops.oversample;
    if (loops.sources > 1) {
        request.sources.resize(static_cast<std::size_t>(loops.sources));
    }
    if (loops.layers > 1) {
        request.sensor_thickness_m = 1e-4;
        request.sensor_layers = loops.layers;
    }
    request.default_structure_factor_electrons = 1;
    for (const engine::Quirk quirk :
         {engine::Quirk::last_layer_capture, engine::Quirk::cached_polarisation,
          engine::Quirk::cached_solid_angle}) {
        request.quirks.set(quirk, !loops.weighted);
    }
    return engine::resolve(
        request, std::make_shared<engine::StructureFactors>(engine::uniform_structure_factors(1)));
}

std::vector<trace::Pixel> pixels_of(const trace::TraceFile& reference,
                                    const trace::TraceFile& candidate) {
    for (const trace::TraceFile* file : {&reference, &candidate}) {
        if (!file->pixels.empty()) {
            return file->pixels;
        }
    }
    return {{0, 0}};
}

bool inside(const engine::Experiment& experiment, const std::vector<trace::Pixel>& pixels) {
    return std::all_of(pixels.begin(), pixels.end(), [&](trace::Pixel pixel) {
        return pixel.slow >= 0 && pixel.fast >= 0 && pixel.slow < experiment.input.pixels_slow &&
               pixel.fast < experiment.input.pixels_fast;
    });
}

} // namespace

namespace {

/// The passes of all loops, together, of one pixel.
double passes_of(const Loops& loops) {
    return static_cast<double>(loops.phi_steps) * loops.mosaic_domains * loops.sources *
           loops.layers * loops.oversample * loops.oversample;
}

/// The loops of traces and their pixels.
Loops loops_with_pixels(const trace::TraceFile& reference, const trace::TraceFile& candidate) {
    Loops loops = loops_of(reference, candidate);
    for (const trace::Pixel& pixel : pixels_of(reference, candidate)) {
        loops.slow = std::max(loops.slow, pixel.slow);
        loops.fast = std::max(loops.fast, pixel.fast);
    }
    return loops;
}

/// What is the matter with loops that are not followed; empty: nothing. Every pass is followed,
/// whether it has a record or not, so an index that nearly nothing is printed for costs as much as
/// a trace of all the passes before it.
std::string unreasonable(const Loops& loops, const trace::TraceFile& reference,
                         const trace::TraceFile& candidate) {
    constexpr double most_passes = 100000;
    constexpr int widest = 30000;
    const std::vector<trace::Pixel> pixels = pixels_of(reference, candidate);
    const double passes = passes_of(loops);
    if (passes > most_passes || loops.slow > widest || loops.fast > widest ||
        std::any_of(pixels.begin(), pixels.end(),
                    [](trace::Pixel p) { return p.slow < 0 || p.fast < 0; })) {
        return "states loops or pixels beyond any detector";
    }
    constexpr double passes_of_record = 4; // that print little of each
    constexpr double always = 4096;        // what is followed in a second
    const auto records = static_cast<double>(reference.records.size() + candidate.records.size());
    if (passes * static_cast<double>(pixels.size()) > always + passes_of_record * records) {
        return "states loop indices that come to " + trace::shortest(passes) +
               " passes a pixel, nearly all of them without a record";
    }
    return "";
}

} // namespace

std::optional<engine::Experiment> schematic_experiment(const trace::TraceFile& reference,
                                                       const trace::TraceFile& candidate) {
    const Loops loops = loops_with_pixels(reference, candidate);
    return unreasonable(loops, reference, candidate).empty() ? std::optional(schematic(loops))
                                                             : std::nullopt;
}

engine::Experiment schematic_experiment(const trace::TraceFile& file) {
    const Loops loops = loops_with_pixels(file, file);
    const std::string problem = unreasonable(loops, file, file);
    if (!problem.empty()) {
        throw InputError({.where = file.name,
                          .problem = problem,
                          .reason = "each pass would have to be followed",
                          .remedy = "Look at its loop indices; is it a trace?"});
    }
    return schematic(loops);
}

std::string why_not_followed(const trace::TraceFile& reference, const trace::TraceFile& candidate) {
    const std::string problem =
        unreasonable(loops_with_pixels(reference, candidate), reference, candidate);
    return problem.empty() ? ""
                           : "what feeds what was not followed, so that departures stand in the "
                             "order of the file: one side " +
                                 problem;
}

trace::LineageGraph lineage_for(const std::optional<engine::Experiment>& experiment,
                                const engine::RunSpec& options, const trace::TraceFile& reference,
                                const trace::TraceFile& candidate) {
    const std::vector<trace::Pixel> pixels = pixels_of(reference, candidate);
    if (experiment && inside(*experiment, pixels)) {
        return engine::lineage(*experiment, options, pixels);
    }
    const auto drawn = schematic_experiment(reference, candidate);
    return drawn ? engine::lineage(*drawn, options, pixels) : trace::LineageGraph{};
}

} // namespace tapir::harness
