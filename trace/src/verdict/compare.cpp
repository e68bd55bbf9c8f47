#include "tapir/trace/verdict/compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "align/agreement.hpp"
#include "align/alignment.hpp"
#include "align/apply_scope.hpp"
#include "align/declared_units.hpp"
#include "cause/common_behaviour.hpp"
#include "cause/common_departures.hpp"
#include "cause/missing_steps.hpp"
#include "cause/one_sided_departures.hpp"
#include "cause/roots.hpp"
#include "cause/roots_without_scene.hpp"
#include "cause/run_facts.hpp"
#include "cause/side_audits.hpp"
#include "stage/stage_comparison.hpp"
#include "stage/stage_roots.hpp"
#include "tapir/trace/base/error.hpp"
#include "verdict/compared_sides.hpp"
#include "verdict/comparison_counts.hpp"
#include "verdict/conclusion.hpp"
#include "verdict/cut_short.hpp"
#include "verdict/details_of.hpp"
#include "verdict/header_checks.hpp"
#include "verdict/loop_names.hpp"
#include "verdict/notes.hpp"
#include "verdict/one_sided_keys.hpp"
#include "verdict/other_lines.hpp"
#include "verdict/preflight.hpp"
#include "verdict/record_account.hpp"
#include "verdict/self_test.hpp"
#include "verdict/tolerance_text.hpp"
#include "verdict/zero_signs.hpp"

namespace tapir::trace {

namespace {

/// Of traces that state no pixel, the one their records were put into.
std::vector<Pixel> pixels_or_first(const TraceFile& reference, const TraceFile& candidate) {
    std::vector<Pixel> pixels = pixels_of(reference, candidate);
    return pixels.empty() ? std::vector<Pixel>{{0, 0}} : pixels;
}

/// A wrong print is a departure whatever the user allows all values; where he allows it to that key
/// it stands, with a note.
void withdraw_tolerance_of_misprints(const StageComparison& stages, const Agreement& agreement,
                                     Alignment& alignment, Comparison& result) {
    std::set<std::string> allowed;
    for (const std::size_t place : permitted_misprints(stages, alignment.pairs)) {
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

/// What one comparison is made with.
struct Request {
    const ProgramModel& program;
    const LineageGraph& graph;
    const Tolerance& tolerance;
    const Oracle* what_if;       ///< or null
    const Oracle* records_alone; ///< or null
    const Oracle* records_alone_of_candidate;
    std::size_t most_details;
    bool verdict_only = false; ///< the one change that explains all is not searched for
    LeftOut left_out{};        ///< by the rules of the tolerance's scope
};

/// What the computation says of both sides: of the scene, where there is one, else of the records
/// alone.
struct Computations {
    std::optional<SharedBehaviour> behaviour;
    const Oracle* what_if; ///< with the behaviour both sides have; or null
    std::optional<StageComparison> stages;
    std::optional<SideAudits> audits;

    [[nodiscard]] const StageComparison* of_scene() const { return stages ? &*stages : nullptr; }
};

Computations computations_of(const Sides& sides, const Request& request) {
    Computations computed{{}, request.what_if, {}, {}};
    const auto follow = [&] {
        computed.stages.emplace(sides.reference, sides.candidate, request.program, sides.pixels,
                                *computed.what_if);
    };
    if (request.what_if != nullptr && !request.tolerance.exact) {
        follow();
    }
    if (computed.stages && !computed.stages->usable()) {
        computed.stages.reset();
    }
    if (computed.stages) {
        computed.behaviour = shared_behaviour(*computed.stages, sides.reference, sides.candidate,
                                              request.program, sides.pixels, *request.what_if);
    } else if (request.records_alone != nullptr) {
        computed.audits.emplace(sides.reference, sides.candidate, request.program,
                                pixels_or_first(sides.reference_file, sides.candidate_file),
                                *request.records_alone, *request.records_alone_of_candidate);
    }
    if (computed.behaviour) {
        computed.what_if = computed.behaviour->computation.get();
        follow();
    }
    return computed;
}

/// Which pairs agree, and by what tolerance.
void judge(const Agreement& agreement, const Computations& computed, const ProgramModel& program,
           Alignment& alignment, Comparison& result) {
    for (Pair& pair : alignment.pairs) {
        agreement.judge(pair);
        if (computed.stages) {
            computed.stages->judge(pair);
        }
    }
    result.keys_met = agreement.keys_met(alignment);
    result.tolerance_text = agreement.text();
    if (!computed.stages) {
        return;
    }
    const StageComparison& stages = *computed.stages;
    if (computed.behaviour) {
        result.notes.push_back(computed.behaviour->note());
    }
    withdraw_tolerance_of_misprints(stages, agreement, alignment, result);
    if (stages.reference().precision().single != stages.candidate().precision().single) {
        result.notes.push_back(
            std::string("the ") +
            to_text(stages.candidate().precision().single ? WhichSide::candidate
                                                          : WhichSide::reference) +
            " computes in single precision, as its numbers show; the other side in double");
    }
    result.sharpness = stages.sharpness(alignment.pairs);
    result.errors = stages.errors(alignment.pairs);
    result.tolerance_text += ", or " + computed_tolerance_text(stages, result.sharpness, program);
}

/// The roots of what departs, from all that is at hand.
void add_roots(const Sides& sides, const Request& request, const Computations& computed,
               const Alignment& alignment, Comparison& result) {
    const SideFindings findings =
        computed.audits ? findings_of(*computed.audits, alignment) : SideFindings{};
    FoundRoots found = find_roots(alignment, request.program, request.graph, computed.what_if,
                                  computed.of_scene(), findings);
    result.roots = std::move(found.roots);
    result.unexplained = found.unexplained;
    if (request.most_details > 0) {
        result.details =
            details_of(alignment, found.departing, request.program, request.most_details);
    }
    if (computed.stages) {
        // where nobody knows the pixel, the scene's may be another one
        if (!sides.pixels.empty() || !request.program.locate) { // else there are no pixels
            result.shared =
                shared_departures(alignment, *computed.stages, request.program.loops, result.notes);
            if (result.shared.empty()) { // else the scene is another one
                for (RootCause& root : one_sided_departures(alignment, *computed.stages)) {
                    result.roots.push_back(std::move(root));
                }
            }
        }
        if (result.departing > 0 && !request.verdict_only) {
            result.counterfactual = one_change(*computed.stages, sides.reference, sides.candidate,
                                               request.program, sides.pixels, *computed.what_if);
        }
        return;
    }
    refine_roots({&alignment, &sides.candidate, &request.program, &request.graph,
                  sides.pixel_size_m, computed.audits ? &computed.audits->reference : nullptr},
                 result.roots);
    if (computed.audits) {
        add_audits(alignment, *computed.audits, findings, result.roots, result.notes);
    }
    rounding_last(result.roots);
}

Comparison compare_files(const TraceFile& reference, const TraceFile& candidate,
                         const Request& request, bool test_itself) {
    const ProgramModel& program = request.program;
    const double pixel_size_m = pixel_size_of(reference, candidate, program, request.what_if);
    Comparison refused = preflight(reference, candidate, program, pixel_size_m);
    if (refused.reason == VerdictReason::truncated && !reference.header && !candidate.header) {
        return compare_complete_part(refused, reference, candidate,
                                     [&](const TraceFile& one, const TraceFile& other) {
                                         return compare_files(one, other, request, false);
                                     });
    }
    if (refused.reason != VerdictReason::none) {
        return refused;
    }
    const Sides sides(reference, candidate, pixel_size_m, program, request.what_if);
    refused = unequal_scopes(sides.reference, sides.candidate, program);
    if (refused.reason != VerdictReason::none) {
        return refused;
    }
    const Computations computed = computations_of(sides, request);
    Alignment alignment = align(sides.reference, sides.candidate, program);
    const Agreement agreement(sides.reference_file, sides.candidate_file, request.tolerance);
    Comparison result;
    judge(agreement, computed, program, alignment, result);
    result.lineage_used = request.graph.size() > 0;
    count(alignment, program.loops, result);
    add_roots(sides, request, computed, alignment, result);
    const std::vector<std::string> facts =
        differing_facts(sides.reference_file, sides.candidate_file, program, result.roots);
    add_missing_steps(alignment, program, request.graph, result.roots);
    add_factors(sides.reference, sides.candidate, program, result);
    result.of_reference = doubts_of(sides.reference, program, request.graph);
    result.of_candidate = doubts_of(sides.candidate, program, request.graph);
    add_notes(sides.reference_file, sides.candidate_file, alignment, program, result);
    note_zero_signs(alignment, program, computed.of_scene(), result);
    result.keys = one_sided_keys(alignment, sides.candidate, program);
    add_account(alignment, sides.candidate, request.tolerance.scope, request.left_out, result);
    std::optional<OtherLines> lines;
    if (test_itself && (lines = compare_other_lines(sides.reference_file, sides.candidate_file,
                                                    program, request.tolerance))) {
        count_other_lines(sides.reference_file, sides.candidate_file, *lines, result);
    }
    conclude(program, request.tolerance.scope, result);
    name_what_was_read(sides.reference_file, sides.candidate_file, result);
    add_facts(facts, result);
    if (lines) {
        conclude_other_lines(*lines, result);
    }
    if (result.verdict == Verdict::parity) {
        refuse_early_end(sides.reference, sides.candidate, program, result);
    }
    if (result.verdict == Verdict::parity && test_itself) {
        self_test(alignment, agreement, result);
        if (computed.stages) {
            Request for_verdict = request;
            for_verdict.verdict_only = true;
            const auto again = [&](const TraceFile& changed) {
                return compare_files(sides.reference_file, changed, for_verdict, false);
            };
            test_stages(sides.candidate_file, alignment, *computed.stages, agreement, again,
                        result);
        }
    }
    return result;
}

} // namespace

Comparison compare(const TraceFile& reference, const TraceFile& candidate,
                   const ProgramModel& program, const LineageGraph& graph,
                   const Tolerance& tolerance, const Oracle* what_if, std::size_t most_details,
                   const Oracle* stages, const Oracle* stages_of_candidate) {
    ProgramModel joined = program;
    TraceFile one = reference;
    TraceFile other = candidate;
    const RenamedValues renamed = rename_keys(tolerance.scope, one, joined, other);
    if (!add_loops_of(one, joined.loops) || !add_loops_of(other, joined.loops)) {
        return refuse_too_many_loops();
    }
    Request request{joined,      graph,
                    tolerance,   what_if,
                    stages,      stages_of_candidate != nullptr ? stages_of_candidate : stages,
                    most_details};
    request.left_out = leave_out_ignored(tolerance.scope, one, other);
    request.left_out.renamed = renamed;
    adopt_loops(joined.loops, one);
    adopt_loops(joined.loops, other);
    std::vector<std::string> notes;
    std::string other_unit = adopt_units(joined, one, notes);
    other_unit = other_unit.empty() ? adopt_units(joined, other, notes) : other_unit;
    if (!other_unit.empty()) {
        return refuse(VerdictReason::other_unit, other_unit);
    }
    adopt_units_of(one, other);
    Comparison result = other_loop_names(one, other, joined);
    if (result.reason == VerdictReason::none) {
        const std::vector<std::string> counted = count_as_reference(one, other);
        result = compare_files(one, other, request, true);
        result.notes.insert(result.notes.begin(), counted.begin(), counted.end());
        result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    }
    result.loops = joined.loops;
    return result;
}

} // namespace tapir::trace
