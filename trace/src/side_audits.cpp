#include "side_audits.hpp"

#include <algorithm>

#include "tapir/trace/audit.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

namespace {

RootCause* root_at(const std::string& tap, std::vector<RootCause>& roots) {
    const auto found = std::find_if(roots.begin(), roots.end(),
                                    [&tap](const RootCause& root) { return root.tap == tap; });
    return found == roots.end() ? nullptr : &*found;
}

/// Why a record of a side is not what its other records give.
std::string failure(const RootCause& audited, const std::string& side) {
    // what is printed twice is held against nothing else
    const bool given = audited.strength > 0 && parse_number(audited.reference).has_value();
    return "of the " + side + ", " +
           (given ? "the other records give " + audited.reference + " for " + audited.candidate +
                        " by the program's usual options: "
                  : "") +
           audited.evidence;
}

} // namespace

void add_audits(const TraceFile& reference, const TraceFile& candidate, const Alignment& alignment,
                const Dictionary& dictionary, const WhatIf& stages, Comparison& result) {
    std::vector<RootCause> ours = failed_audits(reference, dictionary, stages);
    std::vector<RootCause> theirs = failed_audits(candidate, dictionary, stages);
    const auto departs = [&alignment](const std::string& tap) {
        return std::any_of(
            alignment.pairs.begin(), alignment.pairs.end(),
            [&tap](const Pair& pair) { return !pair.agrees && pair.reference->node.tap == tap; });
    };
    const auto explained = [&result](const std::string& tap) {
        return std::any_of(result.roots.begin(), result.roots.end(), [&tap](const RootCause& root) {
            return std::any_of(root.propagated.begin(), root.propagated.end(),
                               [&tap](const Consequence& one) { return one.tap == tap; });
        });
    };
    const auto tell = [&](RootCause audited, const std::string& side) {
        audited.side = side;
        audited.evidence = failure(audited, side);
        RootCause* known = root_at(audited.tap, result.roots);
        if (known != nullptr) {
            known->evidence += "; " + audited.evidence;
            known->side = side;
            // a print that is wrong has no consequences
            known->cause_class = audited.cause_class == "tracer" && known->explains == 0
                                     ? audited.cause_class
                                     : known->cause_class;
        } else if (departs(audited.tap) && !explained(audited.tap)) {
            result.roots.push_back(std::move(audited));
        } else { // what is allowed, or told, elsewhere shows here
            result.notes.push_back(audited.key + ": " + audited.evidence);
        }
    };
    for (const RootCause& root : theirs) {
        if (root_at(root.tap, ours) == nullptr) {
            tell(root, "candidate");
        } else {
            result.notes.push_back("on both sides " + root.key + " is not what the other records " +
                                   "give by the program's usual options; `tapir attest` with the "
                                   "scene says more");
        }
    }
    for (const RootCause& root : ours) {
        if (root_at(root.tap, theirs) == nullptr) {
            tell(root, "reference");
        }
    }
}

} // namespace tapir::trace
