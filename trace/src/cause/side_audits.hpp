#pragma once

#include <string>
#include <vector>

#include "align/alignment.hpp"
#include "cause/record_audit.hpp"
#include "cause/roots.hpp"

namespace tapir::trace {

/// Both sides of a comparison without a scene, each held against itself.
struct SideAudits {
    SideAudits(const Side& of_reference, const Side& of_candidate, const ProgramModel& program,
               const std::vector<Pixel>& pixels, const Oracle& stages_of_reference,
               const Oracle& stages_of_candidate);

    RecordAudit reference, candidate;
    std::vector<RootCause> fails_in_reference, fails_in_candidate;
};

/// What the lineage alone does not show: inputs that a side prints wrong, and faults downstream of
/// others.
[[nodiscard]] SideFindings findings_of(const SideAudits& audits, const Alignment& alignment);

/// What fails at a root's tap is evidence for the root and shows its side; where another tap
/// departs and fails on one side, it is a root of its own, unless it follows from a root and the
/// other side cannot be asked. What fails on both sides, or where the sides agree, is a note.
void add_audits(const Alignment& alignment, const SideAudits& audits, const SideFindings& findings,
                std::vector<RootCause>& roots, std::vector<Note>& notes);

} // namespace tapir::trace
