#include "tapir/trace/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "alignment.hpp"
#include "comparison_notes.hpp"
#include "details.hpp"
#include "preflight.hpp"
#include "roots.hpp"
#include "self_test.hpp"
#include "stage_evidence.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

namespace {

/// A trace that does not state its pixel takes the only pixel of the other side, or the one it lies
/// in.
void adopt_pixel(TraceFile& file, const TraceFile& other, const std::optional<Pixel>& found) {
    if (!file.pixels.empty() || file.dialect == Dialect::native) {
        return;
    }
    const Pixel pixel =
        other.pixels.size() == 1 ? other.pixels.front() : found.value_or(Pixel{0, 0});
    for (PrintedRecord& record : file.records) {
        record.site.slow = pixel.slow;
        record.site.fast = pixel.fast;
    }
    if (found && other.pixels.empty()) {
        file.pixels = {pixel};
    }
}

/// The pixels both traces are of.
std::vector<Pixel> pixels_of(const TraceFile& reference, const TraceFile& candidate) {
    return reference.pixels.empty() ? candidate.pixels : reference.pixels;
}

std::vector<std::string> record_names(const std::vector<const CanonicalValue*>& values) {
    std::vector<std::string> names;
    for (const CanonicalValue* value : values) {
        const PrintedRecord& record = *value->record;
        const std::string name =
            (record.kind.empty() || record.kind == "native" ? record.key
                                                            : record.kind + "." + record.key) +
            " (" + to_text(value->node.site) + ")";
        if (names.empty() || names.back() != name) {
            names.push_back(name);
        }
    }
    return names;
}

/// Parts of the experiment in which roots lie. Rounding, even of single precision, does not make
/// another experiment.
std::set<Part> parts_of(const std::vector<RootCause>& roots, const Dictionary& dictionary) {
    constexpr double more_than_rounding = 1e-5;
    std::set<Part> parts;
    for (const RootCause& root : roots) {
        const TapSpec* tap = dictionary.find_tap(root.tap);
        if (tap != nullptr && tap->part != Part::none && root.relative > more_than_rounding) {
            parts.insert(tap->part);
        }
    }
    return parts;
}

/// What a user gives, such as angles and distances, departs in so many records.
std::size_t departing_inputs(const std::vector<RootCause>& roots) {
    constexpr double more_than_rounding = 1e-5;
    return static_cast<std::size_t>(
        std::count_if(roots.begin(), roots.end(), [](const RootCause& root) {
            return root.is_input && root.relative > more_than_rounding;
        }));
}

/// The first few roots by name.
std::string names_of(const std::vector<RootCause>& roots) {
    constexpr std::size_t most = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, roots.size()); ++i) {
        names += (i > 0 ? ", " : "") + roots[i].key + " " + roots[i].reference + " against " +
                 roots[i].candidate;
    }
    return names + (roots.size() > most ? ", ..." : "");
}

void count(const Alignment& alignment, Comparison& result) {
    for (const Pair& pair : alignment.pairs) {
        ++result.compared;
        result.identical += pair.identical ? 1U : 0U;
        result.within_tolerance += pair.agrees && !pair.identical ? 1U : 0U;
        result.departing += pair.agrees ? 0U : 1U;
    }
    result.missing = record_names(alignment.missing);
    result.extra = record_names(alignment.extra);
    result.not_compared = alignment.outside_candidate.size() + alignment.outside_reference.size();
}

/// Whole oscillation steps that only one side has are a root of their own.
void add_missing_steps(const Alignment& alignment, Comparison& result) {
    const auto add = [&](const std::vector<const CanonicalValue*>& values, const char* side) {
        std::set<int> steps;
        for (const CanonicalValue* value : values) {
            if (value->record->site.phi_tic > 0 && value->known) {
                steps.insert(value->record->site.phi_tic);
            }
        }
        for (const Pair& pair : alignment.pairs) {
            steps.erase(pair.reference->record->site.phi_tic);
        }
        if (steps.empty()) {
            return;
        }
        const auto first = std::find_if(values.begin(), values.end(), [&](const auto* value) {
            return value->record->site.phi_tic == *steps.begin();
        });
        RootCause root;
        root.kind = (*first)->record->kind == "native" ? "" : (*first)->record->kind;
        root.key = "phi_tic";
        root.site = (*first)->node.site;
        root.cause_class = "index";
        root.side = side;
        root.sites = static_cast<int>(steps.size());
        root.evidence = "the " + std::string(side) + " has no record of " +
                        std::to_string(steps.size()) + " phi step(s), the first is phi_tic " +
                        std::to_string(*steps.begin());
        result.roots.insert(result.roots.begin(), root);
    };
    add(alignment.missing, "candidate");
    add(alignment.extra, "reference");
}

/// All that departs is what tracers printed.
bool only_prints_are_wrong(const Comparison& result) {
    return !result.roots.empty() && result.missing.empty() && result.extra.empty() &&
           std::all_of(result.roots.begin(), result.roots.end(),
                       [](const RootCause& root) { return root.cause_class == "tracer"; });
}

/// Where the tolerance comes from, and the smallest fault it lets one see.
std::string computed_tolerance_text(const StageEvidence& stages,
                                    const std::vector<Sharpness>& sharpness) {
    const auto precision = [](const StageCheck& side) {
        return std::string(side.precision().single ? "single" : "double") + " precision, " +
               std::to_string(side.precision().digits) + " digits";
    };
    std::string text = "twice the rounding of each stage, from its conditioning (reference " +
                       precision(stages.reference()) + "; candidate " +
                       precision(stages.candidate()) + ")";
    if (!sharpness.empty()) {
        const auto by_bluntest = [](const Sharpness& a, const Sharpness& b) {
            return a.bluntest < b.bluntest;
        };
        const auto [sharp, blunt] =
            std::minmax_element(sharpness.begin(), sharpness.end(), by_bluntest);
        constexpr int digits = 2;
        text += "; the smallest fault that shows is " + general(sharp->bluntest, digits) +
                " of the value in " + sharp->tap + ", " + general(blunt->bluntest, digits) +
                " in " + blunt->tap;
    }
    return text;
}

/// One side shows the last of the factors, the pixel's value, and the other does not.
bool lacks_final_value(const Comparison& result) {
    return !result.factors.empty() &&
           result.factors.back().in_reference != result.factors.back().in_candidate;
}

void conclude(const Dictionary& dictionary, Comparison& result) {
    constexpr std::size_t too_many_parts = 3;
    if (result.compared == 0) {
        result.verdict = Verdict::not_comparable;
        result.reason = "nothing_in_common";
        result.sentence = "The traces have no record in common, so nothing was compared.";
    } else if (parts_of(result.roots, dictionary).size() >= too_many_parts ||
               departing_inputs(result.roots) >= too_many_parts) {
        result.verdict = Verdict::not_comparable;
        result.reason = "other_scene";
        result.sentence = "The traces are of different scenes: beam, detector, crystal or scan "
                          "depart independently: " +
                          names_of(result.roots) + ".";
    } else if (only_prints_are_wrong(result)) {
        result.verdict = Verdict::not_attested;
        result.reason = "tracer";
        result.sentence =
            "The computations agree, but a print is wrong: " + result.roots.front().key +
            " of the " + result.roots.front().side + " is not the value it goes on with.";
    } else if (result.departing > 0 || !result.missing.empty() || !result.extra.empty()) {
        result.verdict = Verdict::divergence;
        result.reason = result.departing > 0      ? "values_depart"
                        : !result.missing.empty() ? "missing_records"
                                                  : "extra_records";
        result.sentence = std::to_string(result.departing) + " of " +
                          std::to_string(result.compared) + " compared values depart, " +
                          std::to_string(result.missing.size()) + " record(s) are missing, " +
                          std::to_string(result.extra.size()) + " are extra.";
    } else {
        result.verdict = Verdict::parity;
        result.sentence =
            "All " + std::to_string(result.compared) + " compared values agree (" +
            std::to_string(result.identical) + " identical)." +
            (lacks_final_value(result) ? " The pixel's final value is not among them." : "");
    }
}

} // namespace

void recover_pixels(TraceFile& reference, TraceFile& candidate, const Dictionary& dictionary,
                    const WhatIf* what_if) {
    const double pixel_size_m = pixel_size_of(reference, candidate, dictionary, what_if);
    const auto of_reference = pixel_from_position(reference, dictionary, pixel_size_m);
    const auto of_candidate = pixel_from_position(candidate, dictionary, pixel_size_m);
    const TraceFile before = reference;
    adopt_pixel(reference, candidate, of_reference);
    adopt_pixel(candidate, before, of_candidate);
}

namespace {

Comparison compare_files(const TraceFile& reference_file, const TraceFile& candidate_file,
                         const Dictionary& dictionary, const LineageGraph& graph,
                         const Tolerance& tolerance, const WhatIf* what_if, bool test_itself,
                         std::size_t most_details) {
    const double pixel_size_m = pixel_size_of(reference_file, candidate_file, dictionary, what_if);
    Comparison refused = preflight(reference_file, candidate_file, dictionary, pixel_size_m);
    if (!refused.reason.empty()) {
        return refused;
    }
    TraceFile reference_copy = reference_file;
    TraceFile candidate_copy = candidate_file;
    recover_pixels(reference_copy, candidate_copy, dictionary, what_if);
    const Side reference{&reference_copy, canonicalise(reference_copy, dictionary)};
    const Side candidate{&candidate_copy, canonicalise(candidate_copy, dictionary)};
    refused = unequal_scopes(reference, candidate, dictionary);
    if (!refused.reason.empty()) {
        return refused;
    }
    Alignment alignment = align(reference, candidate, dictionary);
    const Agreement agreement(reference_copy, candidate_copy, tolerance);
    for (Pair& pair : alignment.pairs) {
        agreement.judge(pair);
    }
    std::optional<StageEvidence> stages;
    if (what_if != nullptr && !tolerance.exact) {
        stages.emplace(reference, candidate, dictionary, pixels_of(reference_copy, candidate_copy),
                       *what_if);
    }
    if (stages && !stages->usable()) {
        stages.reset();
    }
    if (stages) {
        for (Pair& pair : alignment.pairs) {
            stages->judge(pair);
        }
    }
    Comparison result;
    result.tolerance_text = agreement.text();
    if (stages) {
        if (stages->reference().precision().single != stages->candidate().precision().single) {
            result.notes.push_back(
                std::string("the ") +
                (stages->candidate().precision().single ? "candidate" : "reference") +
                " computes in single precision, as its numbers show; the other side in double");
        }
        result.sharpness = stages->sharpness(alignment.pairs);
        result.tolerance_text += ", or " + computed_tolerance_text(*stages, result.sharpness);
    }
    result.lineage_used = graph.size() > 0;
    count(alignment, result);
    FoundRoots found =
        find_roots(alignment, dictionary, graph, what_if, stages ? &*stages : nullptr);
    result.roots = std::move(found.roots);
    if (most_details > 0) {
        result.details = details_of(alignment, found.departing, dictionary, most_details);
    }
    add_missing_steps(alignment, result);
    add_factors(reference, candidate, dictionary, result);
    add_notes(reference_copy, candidate_copy, alignment, dictionary, result);
    conclude(dictionary, result);
    if (result.verdict == Verdict::parity && test_itself) {
        self_test(alignment, agreement, result);
        if (stages) {
            const auto again = [&](const TraceFile& changed) {
                return compare_files(reference_copy, changed, dictionary, graph, tolerance, what_if,
                                     false, 0);
            };
            test_stages(candidate_copy, alignment, *stages, again, result);
        }
    }
    return result;
}

} // namespace

Comparison compare(const TraceFile& reference, const TraceFile& candidate,
                   const Dictionary& dictionary, const LineageGraph& graph,
                   const Tolerance& tolerance, const WhatIf* what_if, std::size_t most_details) {
    return compare_files(reference, candidate, dictionary, graph, tolerance, what_if, true,
                         most_details);
}

} // namespace tapir::trace
