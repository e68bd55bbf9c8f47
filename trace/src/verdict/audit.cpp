#include "tapir/trace/verdict/audit.hpp"

#include <algorithm>

#include "align/declared_units.hpp"
#include "cause/record_audit.hpp"
#include "tapir/trace/base/error.hpp"
#include "verdict/preflight.hpp"

namespace tapir::trace {

namespace {

/// The pixels a trace states; one for a trace that states none.
std::vector<Pixel> pixels_of(const TraceFile& file) {
    return file.pixels.empty() ? std::vector<Pixel>{{0, 0}} : file.pixels;
}

void conclude(Comparison& result, std::uint64_t stages) {
    const std::string count =
        std::to_string(stages) + " checks, of printings and of stages whose inputs were printed";
    if (stages == 0) {
        result.reason = VerdictReason::nothing_to_audit;
        result.sentence = "No stage has all of its inputs among the records.";
        return;
    }
    const bool only_misprints =
        !result.roots.empty() &&
        std::all_of(result.roots.begin(), result.roots.end(),
                    [](const RootCause& root) { return root.cause_class == CauseClass::tracer; });
    result.verdict = result.roots.empty() ? Verdict::parity
                     : only_misprints     ? Verdict::not_attested
                                          : Verdict::divergence;
    result.reason = result.roots.empty() ? VerdictReason::none : VerdictReason::records_contradict;
    result.sentence = result.roots.empty()
                          ? "The records are consistent: all " + count + ", hold."
                          : "Of " + count + ", " + std::to_string(result.departing) + " fail.";
}

/// Changes single values in copies of a trace; every change must be seen.
void plant(const TraceFile& file, const ProgramModel& program, const Oracle& stages,
           const RecordAudit& audit, Comparison& result) {
    constexpr std::size_t most_plantings = 12;
    for (const CanonicalValue* value : audit.one_of_each_kind(most_plantings)) {
        TraceFile changed = file;
        const auto record = static_cast<std::size_t>(value->record - file.records.data());
        PrintedValue& printed =
            changed.records[record].values[static_cast<std::size_t>(value->part)];
        constexpr double much = 1.5;
        printed.number = printed.number * much + (printed.number < 0 ? -1 : 1);
        ++result.planted;
        const Side side{&changed, canonicalise(changed, program)};
        if (RecordAudit(side, program, pixels_of(changed), stages, true).run().roots.empty()) {
            throw InternalError("the audit missed a corruption it planted itself in " +
                                value->node.tap + " (" + to_text(value->node.site, program.loops) +
                                "); its green verdict is withdrawn");
        }
        ++result.caught;
    }
    if (result.planted == 0) {
        result.verdict = Verdict::not_comparable;
        result.reason = VerdictReason::nothing_planted;
        result.sentence = "No fault could be planted in the records, so nothing shows that one "
                          "would be seen. " +
                          result.sentence;
    }
}

Comparison audit_by_model(const TraceFile& file, const ProgramModel& program,
                          const Oracle& stages) {
    Comparison refused = preflight(file, file, program, 0);
    if (refused.reason != VerdictReason::none) {
        return refused;
    }
    const Side side{&file, canonicalise(file, program)};
    const RecordAudit records(side, program, pixels_of(file), stages, true);
    AuditFindings found = records.run();
    Comparison result;
    static_cast<Counts&>(result) = found;
    result.roots = std::move(found.roots);
    result.within_tolerance = result.compared - result.identical - result.departing;
    result.not_compared =
        side.values.size() - std::min<std::uint64_t>(side.values.size(), result.compared);
    result.tolerance_text = "twice the rounding of each stage, from its conditioning";
    result.lineage_used = true;
    conclude(result, result.compared);
    if (result.verdict == Verdict::parity) {
        plant(file, program, stages, records, result);
    }
    return result;
}

} // namespace

Comparison audit(const TraceFile& file, const ProgramModel& program, const Oracle& stages) {
    ProgramModel joined = program;
    if (!add_loops_of(file, joined.loops)) {
        return refuse_too_many_loops();
    }
    TraceFile renumbered = file;
    adopt_loops(joined.loops, renumbered);
    std::vector<std::string> notes;
    if (const std::string other = adopt_units(joined, renumbered, notes); !other.empty()) {
        return refuse(VerdictReason::other_unit, other);
    }
    Comparison result = audit_by_model(renumbered, joined, stages);
    result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
    result.loops = joined.loops;
    return result;
}

} // namespace tapir::trace
