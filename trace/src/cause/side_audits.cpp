#include "cause/side_audits.hpp"

#include <algorithm>

#include "cause/class_without_scene.hpp"
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

bool is_of(const std::vector<RootCause>& roots, const std::string& tap) {
    return std::any_of(roots.begin(), roots.end(),
                       [&tap](const RootCause& root) { return root.tap == tap; });
}

bool is_own_fault(const std::string& tap, const SideFindings& findings) {
    return std::any_of(findings.contradicting.begin(), findings.contradicting.end(),
                       [&tap](const NodeKey& key) { return key.tap == tap; });
}

/// Why a record of a side is not what its other records give.
std::string failure(const RootCause& audited, const std::string& side) {
    // what is printed twice is held against nothing else
    const bool given = audited.strength > 0 && parse_number(audited.reference).has_value();
    return "of the " + side + ": " + audited.evidence +
           (given ? "; the other records give " + audited.reference + " for " + audited.candidate +
                        " by the program's usual options"
                  : "");
}

/// Puts what an audit found where it belongs among the roots and notes.
void tell(RootCause audited, const std::string& side, const Alignment& alignment,
          const SideFindings& findings, std::vector<RootCause>& roots,
          std::vector<std::string>& notes) {
    audited.side = side;
    audited.evidence = failure(audited, side);
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
        known->evidence = known->evidence == no_relation
                              ? audited.evidence
                              : known->evidence + "; " + audited.evidence;
        known->side = side;
        known->contradicts_itself = audited.contradicts_itself;
        // a print that is wrong has no consequences
        if (audited.cause_class == "tracer" &&
            (known->explains == 0 || is_own_fault(audited.tap, findings))) {
            known->cause_class = audited.cause_class;
            known->explains = 0;
            known->propagated.clear();
        }
    } else if (departs(alignment, audited.tap) && !explained) {
        roots.push_back(std::move(audited));
    } else { // what is allowed, or told, elsewhere shows here
        notes.push_back(audited.key + ": " + audited.evidence);
    }
}

} // namespace

SideAudits::SideAudits(const Side& of_reference, const Side& of_candidate,
                       const Dictionary& dictionary, const std::vector<Pixel>& pixels,
                       const Oracle& stages)
    : reference(of_reference, dictionary, pixels, stages, true),
      candidate(of_candidate, dictionary, pixels, stages, true),
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
        for (Misprint& lie : lying_inputs(alignment, own, other, of_reference)) {
            found.lies.push_back(std::move(lie));
        }
        for (const RootCause& root :
             of_reference ? audits.fails_in_reference : audits.fails_in_candidate) {
            if (root.contradicts_itself && other.holds(root.tap)) {
                add_departing(root.tap, alignment, found);
            }
        }
    }
    for (NodeKey& key : outgrown(alignment, audits.reference.check())) {
        found.outgrown.insert(std::move(key));
    }
    return found;
}

void add_audits(const Alignment& alignment, const SideAudits& audits, const SideFindings& findings,
                std::vector<RootCause>& roots, std::vector<std::string>& notes) {
    const auto explained_by_a_lie = [&findings](const std::string& tap, const std::string& side) {
        return std::any_of(findings.lies.begin(), findings.lies.end(), [&](const Misprint& lie) {
            return lie.side == side && lie.computed_from_it.count(tap) > 0;
        });
    };
    for (const RootCause& root : audits.fails_in_candidate) {
        if (is_of(audits.fails_in_reference, root.tap)) {
            notes.push_back("on both sides " + root.key + " is not what the other records " +
                            "give by the program's usual options; `tapir attest` with the "
                            "scene says more");
        } else if (!explained_by_a_lie(root.tap, "candidate")) {
            tell(root, "candidate", alignment, findings, roots, notes);
        }
    }
    for (const RootCause& root : audits.fails_in_reference) {
        if (!is_of(audits.fails_in_candidate, root.tap) &&
            !explained_by_a_lie(root.tap, "reference")) {
            tell(root, "reference", alignment, findings, roots, notes);
        }
    }
    for (RootCause& root : roots) {
        const bool outgrown = std::any_of(
            findings.outgrown.begin(), findings.outgrown.end(),
            [&root](const NodeKey& key) { return key.tap == root.tap && key.site == root.site; });
        if (outgrown && !root.contradicts_itself) {
            root.evidence += "; it departs by far more than what departs before it amounts to";
        }
    }
}

} // namespace tapir::trace
