#include "cause/side_audits.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cause/misprints.hpp"
#include "stage/excess_departure.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

bool departs(const Alignment& alignment, const std::string& tap) {
    return std::any_of(alignment.pairs.begin(), alignment.pairs.end(), [&tap](const Pair& pair) {
        return !pair.agrees && pair.reference->node.tap == tap;
    });
}

/// Whether the other side has the record too.
bool is_compared(const Alignment& alignment, const RootCause& audited) {
    return std::any_of(alignment.pairs.begin(), alignment.pairs.end(), [&](const Pair& pair) {
        return pair.reference->node.tap == audited.tap && pair.reference->node.site == audited.site;
    });
}

bool has_root_at(const std::vector<RootCause>& roots, const std::string& tap) {
    return std::any_of(roots.begin(), roots.end(),
                       [&tap](const RootCause& root) { return root.tap == tap; });
}

bool is_own_fault(const std::string& tap, const SideFindings& findings) {
    return std::any_of(findings.contradicting.begin(), findings.contradicting.end(),
                       [&tap](const NodeKey& key) { return key.tap == tap; });
}

/// Why a record of a side is not what its other records give.
Evidence failure(const RootCause& audited, WhichSide side) {
    Evidence evidence{{Rule::on_side, side}};
    append(evidence, audited.evidence);
    const std::optional<double> given = parse_number(audited.reference);
    const std::optional<double> printed = parse_number(audited.candidate);
    // what is printed twice is held against nothing else
    if (audited.strength > 0 && given && printed) {
        evidence.push_back(
            {Rule::other_records_give, side, {ShownNumber{*given}, ShownNumber{*printed}}});
    }
    return evidence;
}

/// Puts what an audit found where it belongs among the roots and notes.
void add_failure(RootCause audited, WhichSide side, const Alignment& alignment,
                 const SideFindings& findings, std::vector<RootCause>& roots,
                 std::vector<Note>& notes) {
    audited.side = side;
    audited.evidence = failure(audited, side);
    if (side == WhichSide::reference) {
        std::swap(audited.reference_line, audited.candidate_line);
    }
    const auto known = std::find_if(roots.begin(), roots.end(), [&audited](const RootCause& root) {
        return root.tap == audited.tap;
    });
    const bool explained =
        std::any_of(roots.begin(), roots.end(), [&audited](const RootCause& root) {
            return std::any_of(
                root.propagated.begin(), root.propagated.end(),
                [&audited](const Consequence& one) { return one.tap == audited.tap; });
        });
    if (known != roots.end()) {
        if (is_unrecognised(known->evidence)) {
            known->evidence.clear();
        }
        append(known->evidence, audited.evidence);
        known->side = side;
        known->contradicts_itself = audited.contradicts_itself;
        // a print that is wrong has no consequences
        if (audited.cause_class == CauseClass::tracer &&
            (known->explains == 0 || is_own_fault(audited.tap, findings))) {
            known->cause_class = audited.cause_class;
            known->explains = 0;
            known->propagated.clear();
        }
    } else if ((departs(alignment, audited.tap) && !explained) ||
               !is_compared(alignment, audited)) { // what only one side prints is not allowed for
        roots.push_back(std::move(audited));
    } else { // what is allowed, or is part of another root, shows here
        notes.emplace_back(audited.key + ": ", audited.evidence);
    }
}

} // namespace

SideAudits::SideAudits(const Side& of_reference, const Side& of_candidate,
                       const ProgramModel& program, const std::vector<Pixel>& pixels,
                       const Oracle& stages_of_reference, const Oracle& stages_of_candidate)
    : reference(of_reference, program, pixels, stages_of_reference, true),
      candidate(of_candidate, program, pixels, stages_of_candidate, true),
      fails_in_reference(reference.run().roots), fails_in_candidate(candidate.run().roots) {}

namespace {

void add_departing(const std::string& tap, const Alignment& alignment, SideFindings& found) {
    for (const Pair& pair : alignment.pairs) {
        if (!pair.agrees && pair.reference->node.tap == tap) {
            found.contradicting.insert(pair.reference->node);
        }
    }
}

} // namespace

SideFindings findings_of(const SideAudits& audits, const Alignment& alignment) {
    SideFindings found;
    for (const bool of_reference : {false, true}) {
        const RecordAudit& own = of_reference ? audits.reference : audits.candidate;
        const RecordAudit& other = of_reference ? audits.candidate : audits.reference;
        for (Misprint& misprint :
             misprinted_inputs(alignment, own, other,
                               of_reference ? WhichSide::reference : WhichSide::candidate)) {
            found.misprints.push_back(std::move(misprint));
        }
        for (const RootCause& root :
             of_reference ? audits.fails_in_reference : audits.fails_in_candidate) {
            if (root.contradicts_itself && other.holds(root.tap)) {
                add_departing(root.tap, alignment, found);
            }
        }
    }
    for (NodeKey& key : exceeding_departures(alignment, audits.reference.check())) {
        found.exceeding.insert(std::move(key));
    }
    return found;
}

void add_audits(const Alignment& alignment, const SideAudits& audits, const SideFindings& findings,
                std::vector<RootCause>& roots, std::vector<Note>& notes) {
    const auto explained_by_misprint = [&findings](const std::string& tap, WhichSide side) {
        return std::any_of(
            findings.misprints.begin(), findings.misprints.end(), [&](const Misprint& misprint) {
                return misprint.side == side && misprint.computed_from_it.count(tap) > 0;
            });
    };
    for (const RootCause& root : audits.fails_in_candidate) {
        if (has_root_at(audits.fails_in_reference, root.tap)) {
            notes.push_back("on both sides " + root.key + " is not what the other records " +
                            "give by the program's usual options; `tapir attest` with the "
                            "scene says more");
        } else if (!explained_by_misprint(root.tap, WhichSide::candidate)) {
            add_failure(root, WhichSide::candidate, alignment, findings, roots, notes);
        }
    }
    for (const RootCause& root : audits.fails_in_reference) {
        if (!has_root_at(audits.fails_in_candidate, root.tap) &&
            !explained_by_misprint(root.tap, WhichSide::reference)) {
            add_failure(root, WhichSide::reference, alignment, findings, roots, notes);
        }
    }
    for (RootCause& root : roots) {
        const bool exceeds = std::any_of(
            findings.exceeding.begin(), findings.exceeding.end(),
            [&root](const NodeKey& key) { return key.tap == root.tap && key.site == root.site; });
        if (exceeds && !root.contradicts_itself) {
            root.evidence.push_back({Rule::excess_departure});
        }
    }
}

} // namespace tapir::trace
