#include "tapir/trace/comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "alignment.hpp"
#include "comparison_notes.hpp"
#include "conclusion.hpp"
#include "details.hpp"
#include "doubts.hpp"
#include "preflight.hpp"
#include "printed_again.hpp"
#include "records_only.hpp"
#include "roots.hpp"
#include "run_facts.hpp"
#include "self_test.hpp"
#include "shared_behaviour.hpp"
#include "shared_departures.hpp"
#include "side_audits.hpp"
#include "stage_evidence.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/number_text.hpp"
#include "zero_signs.hpp"

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

/// Of traces that state no pixel, the one their records were put into.
std::vector<Pixel> pixels_or_first(const TraceFile& reference, const TraceFile& candidate) {
    std::vector<Pixel> pixels = pixels_of(reference, candidate);
    return pixels.empty() ? std::vector<Pixel>{{0, 0}} : pixels;
}

/// What the run logs say differently stands first, where something departs.
void add_facts(const std::vector<std::string>& facts, Comparison& result) {
    if (facts.empty()) {
        return;
    }
    std::string text = "the run logs say: ";
    for (std::size_t i = 0; i < facts.size(); ++i) {
        text += (i > 0 ? ", " : "") + facts[i];
    }
    result.notes.insert(result.notes.begin(), text);
    if (result.verdict != Verdict::parity) {
        result.sentence += " The" + text.substr(3) + ".";
    }
}

std::vector<std::string> record_names(const std::vector<const CanonicalValue*>& values) {
    std::vector<std::string> names;
    for (const CanonicalValue* value : values) {
        const PrintedRecord& record = *value->record;
        const std::string name =
            (record.kind.empty() || record.kind == "native" ? record.key
                                                            : record.kind + "." + record.key) +
            " (" + to_text(value->node.site) + (is_printed_again(*value) ? "; printed again" : "") +
            ")";
        if (names.empty() || names.back() != name) {
            names.push_back(name);
        }
    }
    return names;
}

void count(const Alignment& alignment, Comparison& result) {
    for (const Pair& pair : alignment.pairs) {
        result += Counts::of(pair);
        if (pair.reference->record->site.slow < 0) {
            result.of_setup += Counts::of(pair);
        }
    }
    result.missing = record_names(alignment.missing);
    result.extra = record_names(alignment.extra);
    result.not_compared = alignment.outside_candidate.size() + alignment.outside_reference.size();
    for (const auto* outside : {&alignment.outside_candidate, &alignment.outside_reference}) {
        result.of_setup.not_compared += static_cast<std::uint64_t>(
            std::count_if(outside->begin(), outside->end(), [](const CanonicalValue* value) {
                return value->record->site.slow < 0;
            }));
    }
}

struct Loop {
    int Site::*index;
    const char* key;
    const char* what;
};
constexpr std::array<Loop, 6> loops{{{&Site::thick, "thick", "layer(s)"},
                                     {&Site::sub_s, "sub_s", "row(s) of subpixels"},
                                     {&Site::sub_f, "sub_f", "column(s) of subpixels"},
                                     {&Site::source, "source", "source(s)"},
                                     {&Site::phi_tic, "phi_tic", "phi step(s)"},
                                     {&Site::mos, "mos", "mosaic domain(s)"}}};

bool is_sum(const std::string& tap, const LineageGraph& graph) {
    for (int node = 0; node < graph.size(); ++node) {
        const auto& parents = graph.parents(node);
        if (graph.key(node).tap == tap &&
            std::any_of(parents.begin(), parents.end(),
                        [&](int parent) { return graph.key(parent).tap == tap; })) {
            return true;
        }
    }
    return false;
}

/// Whether a root is a value of a step itself: because of it, steps may be cut that are not cut on
/// the other side.
bool of_a_step(const RootCause& root, const Dictionary& dictionary, const LineageGraph& graph) {
    const TapSpec* tap = dictionary.find_tap(root.tap);
    return tap != nullptr && tap->scope != scope::setup && tap->scope != scope::pixel &&
           !is_sum(root.tap, graph);
}

/// Whole steps of a loop that only one side has are a root of their own. It comes before what the
/// steps add up to, and after what may have cut them.
void add_missing_steps(const Alignment& alignment, const Loop& loop, const Dictionary& dictionary,
                       const LineageGraph& graph, Comparison& result) {
    const auto add = [&](const std::vector<const CanonicalValue*>& values, const char* side) {
        std::set<int> steps;
        for (const CanonicalValue* value : values) {
            if (value->record->site.*loop.index > 0 && value->known) {
                steps.insert(value->record->site.*loop.index);
            }
        }
        for (const Pair& pair : alignment.pairs) {
            steps.erase(pair.reference->record->site.*loop.index);
        }
        if (steps.empty()) {
            return;
        }
        const auto first = std::find_if(values.begin(), values.end(), [&](const auto* value) {
            return value->record->site.*loop.index == *steps.begin();
        });
        RootCause root;
        root.kind = (*first)->shown_kind();
        root.key = loop.key;
        root.site = (*first)->record->site;
        root.cause_class = "index";
        root.side = side;
        root.sites = static_cast<int>(steps.size());
        root.evidence = "the " + std::string(side) + " has no record of " +
                        std::to_string(steps.size()) + " " + loop.what + ", the first is " +
                        loop.key + " " + std::to_string(*steps.begin());
        const auto place =
            std::find_if(result.roots.begin(), result.roots.end(), [&](const RootCause& other) {
                return !of_a_step(other, dictionary, graph);
            });
        result.roots.insert(place, root);
    };
    add(alignment.missing, "candidate");
    add(alignment.extra, "reference");
}

/// The smallest fault that shows in a tap: of the value, or in its unit where the value is nothing
/// beside it.
std::string visible_text(const Sharpness& row, const Dictionary& dictionary) {
    constexpr int digits = 2;
    if (row.bluntest < 1) {
        return general(row.bluntest, digits) + " of the value in " + row.tap;
    }
    const TapSpec* tap = dictionary.find_tap(row.tap);
    const std::string unit = tap == nullptr ? "" : std::string(" ") + tap->unit;
    return general(row.bluntest_absolute, digits) + (unit == " 1" ? "" : unit) + " in " + row.tap +
           " (absolute: its value there is near zero)";
}

/// Where the tolerance comes from, and the smallest fault it lets one see.
std::string computed_tolerance_text(const StageEvidence& stages,
                                    const std::vector<Sharpness>& sharpness,
                                    const Dictionary& dictionary) {
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
        text += "; the smallest fault that shows is " + visible_text(*sharp, dictionary) + ", " +
                visible_text(*blunt, dictionary);
    }
    return text;
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

/// The last line may have been cut within a number.
void drop_what_is_cut(TraceFile& file) {
    if (file.truncation.empty()) {
        return;
    }
    while (!file.records.empty()) {
        const int last = file.records.back().line;
        file.records.pop_back();
        if (file.records.empty() || file.records.back().line != last) {
            break;
        }
    }
    file.truncation.clear();
}

/// A refusal because a file was cut short, with what the part that is there shows.
template <class Compare>
Comparison as_far_as_it_goes(const Comparison& refused, TraceFile reference, TraceFile candidate,
                             const Compare& compare_parts) {
    drop_what_is_cut(reference);
    drop_what_is_cut(candidate);
    Comparison part = compare_parts(reference, candidate);
    if (part.compared == 0) {
        return refused;
    }
    part.missing.clear();
    part.extra.clear();
    part.roots.erase(std::remove_if(part.roots.begin(), part.roots.end(),
                                    [](const RootCause& root) { // of steps that are not there
                                        return root.reference.empty() && root.candidate.empty();
                                    }),
                     part.roots.end());
    part.verdict = refused.verdict;
    part.reason = refused.reason;
    part.sentence = refused.sentence + " As far as it goes, " + std::to_string(part.departing) +
                    " of " + std::to_string(part.compared) + " compared values depart.";
    return part;
}

/// A wrong print is a departure whatever the user allows all values; where he allows it to that key
/// it stands, with a note.
void withdraw_permission_to_lie(const StageEvidence& stages, const Agreement& agreement,
                                Alignment& alignment, Comparison& result) {
    std::set<std::string> allowed;
    for (const std::size_t place : stages.permitted_lies(alignment.pairs)) {
        Pair& pair = alignment.pairs[place];
        if (pair.permission == Permission::to_key) {
            allowed.insert(agreement.own_tolerance(pair)->key);
            continue;
        }
        pair.agrees = pair.swamped = false;
        pair.permission = Permission::none;
    }
    for (const std::string& key : allowed) {
        result.notes.push_back("without its own tolerance " + key +
                               " would not attest (exit code 4): a print of it is not the value "
                               "that its side goes on with");
    }
}

Comparison compare_files(const TraceFile& reference_file, const TraceFile& candidate_file,
                         const Dictionary& dictionary, const LineageGraph& graph,
                         const Tolerance& tolerance, const WhatIf* what_if, bool test_itself,
                         std::size_t most_details, const WhatIf* records_alone) {
    const double pixel_size_m = pixel_size_of(reference_file, candidate_file, dictionary, what_if);
    Comparison refused = preflight(reference_file, candidate_file, dictionary, pixel_size_m);
    if (refused.reason == "truncated" && !reference_file.header && !candidate_file.header) {
        return as_far_as_it_goes(refused, reference_file, candidate_file,
                                 [&](const TraceFile& one, const TraceFile& other) {
                                     return compare_files(one, other, dictionary, graph, tolerance,
                                                          what_if, false, most_details,
                                                          records_alone);
                                 });
    }
    if (!refused.reason.empty()) {
        return refused;
    }
    TraceFile reference_copy = reference_file;
    TraceFile candidate_copy = candidate_file;
    recover_pixels(reference_copy, candidate_copy, dictionary, what_if);
    // a side whose lines state no line of sight is read as the other side has them
    const std::vector<Site> rays = lines_of_sight(canonicalise(reference_copy, dictionary));
    const Side candidate{&candidate_copy, canonicalise(candidate_copy, dictionary, rays)};
    const Side reference{&reference_copy, canonicalise(reference_copy, dictionary,
                                                       lines_of_sight(candidate.values))};
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
    std::optional<SharedBehaviour> behaviour;
    if (stages) {
        behaviour = shared_behaviour(*stages, reference, candidate, dictionary,
                                     pixels_of(reference_copy, candidate_copy), *what_if);
    }
    if (behaviour) {
        what_if = behaviour->computation.get();
        stages.emplace(reference, candidate, dictionary, pixels_of(reference_copy, candidate_copy),
                       *what_if);
    }
    if (stages) {
        for (Pair& pair : alignment.pairs) {
            stages->judge(pair);
        }
    }
    Comparison result;
    if (behaviour) {
        result.notes.push_back(behaviour->note());
    }
    if (stages) {
        withdraw_permission_to_lie(*stages, agreement, alignment, result);
    }
    result.keys_met = agreement.keys_met(alignment);
    result.tolerance_text = agreement.text();
    if (stages) {
        if (stages->reference().precision().single != stages->candidate().precision().single) {
            result.notes.push_back(
                std::string("the ") +
                (stages->candidate().precision().single ? "candidate" : "reference") +
                " computes in single precision, as its numbers show; the other side in double");
        }
        result.sharpness = stages->sharpness(alignment.pairs);
        result.errors = stages->errors(alignment.pairs);
        result.tolerance_text +=
            ", or " + computed_tolerance_text(*stages, result.sharpness, dictionary);
    }
    result.lineage_used = graph.size() > 0;
    count(alignment, result);
    std::optional<SideAudits> audits;
    if (!stages && records_alone != nullptr) {
        audits.emplace(reference, candidate, dictionary,
                       pixels_or_first(reference_copy, candidate_copy), *records_alone);
    }
    const SideFindings findings = audits ? findings_of(*audits, alignment) : SideFindings{};
    FoundRoots found =
        find_roots(alignment, dictionary, graph, what_if, stages ? &*stages : nullptr, findings);
    // where nobody knows the pixel, the scene's may be another one
    if (stages && !pixels_of(reference_copy, candidate_copy).empty()) {
        result.shared = shared_departures(alignment, *stages, result.notes);
    }
    result.roots = std::move(found.roots);
    if (stages && result.departing > 0) {
        result.counterfactual = one_change(*stages, reference, candidate, dictionary,
                                           pixels_of(reference_copy, candidate_copy), *what_if);
    }
    if (!stages) {
        refine_roots({&alignment, &candidate, &dictionary, &graph, pixel_size_m,
                      audits ? &audits->reference : nullptr},
                     result.roots);
    }
    if (audits) {
        add_audits(alignment, *audits, findings, result);
    }
    if (!stages) {
        rounding_last(result.roots);
    }
    const std::vector<std::string> facts =
        differing_facts(reference_copy, candidate_copy, dictionary, result.roots);
    if (most_details > 0) {
        result.details = details_of(alignment, found.departing, dictionary, most_details);
    }
    for (const Loop& loop : loops) {
        add_missing_steps(alignment, loop, dictionary, graph, result);
    }
    add_factors(reference, candidate, dictionary, result);
    result.of_reference = doubts_of(reference, dictionary, graph);
    result.of_candidate = doubts_of(candidate, dictionary, graph);
    add_notes(reference_copy, candidate_copy, alignment, dictionary, result);
    tell_zero_signs(alignment, dictionary, stages ? &*stages : nullptr, result);
    conclude(dictionary, result);
    add_facts(facts, result);
    if (result.verdict == Verdict::parity && test_itself) {
        self_test(alignment, agreement, result);
        if (stages) {
            const auto again = [&](const TraceFile& changed) {
                return compare_files(reference_copy, changed, dictionary, graph, tolerance, what_if,
                                     false, 0, records_alone);
            };
            test_stages(candidate_copy, alignment, *stages, agreement, again, result);
        }
    }
    return result;
}

} // namespace

Comparison compare(const TraceFile& reference, const TraceFile& candidate,
                   const Dictionary& dictionary, const LineageGraph& graph,
                   const Tolerance& tolerance, const WhatIf* what_if, std::size_t most_details,
                   const WhatIf* stages) {
    return compare_files(reference, candidate, dictionary, graph, tolerance, what_if, true,
                         most_details, stages);
}

} // namespace tapir::trace
