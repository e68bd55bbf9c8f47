#include "side_audits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "classify.hpp"
#include "tapir/trace/number_text.hpp"

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

// Inputs that are printed wrong -------------------------------------------------------------------

/// One side, and the other's values wherever the two depart.
class LyingInputs {
  public:
    LyingInputs(const Alignment& alignment, const RecordAudit& own, const RecordAudit& other,
                bool own_is_reference)
        : own_(&own), other_(&other), side_(own_is_reference ? "reference" : "candidate") {
        for (const Pair& pair : alignment.pairs) {
            constexpr double more_than_last_digits = 1e-6;
            if (!pair.agrees && pair.comparable &&
                relative_difference(pair.reference->value, pair.candidate->value) >
                    more_than_last_digits) {
                const CanonicalValue& theirs = own_is_reference ? *pair.candidate : *pair.reference;
                departing_.emplace(theirs.node, &theirs);
            }
        }
    }

    [[nodiscard]] std::vector<Lie> found() const {
        std::vector<Lie> lies;
        const std::vector<FollowedNode>& nodes = own_->check().followed().nodes();
        // what is computed from a wrong print may be printed wrong itself: from the end backwards
        for (std::size_t back = nodes.size(); back > 0; --back) {
            const std::size_t i = back - 1;
            const std::string& tap = nodes[i].node.tap;
            const bool new_tap = std::none_of(lies.begin(), lies.end(),
                                              [&tap](const Lie& lie) { return lie.tap == tap; });
            if (nodes[i].recorded && new_tap && departing_.count(nodes[i].node) > 0) {
                Lie lie = asked_about(tap, nodes[i], lies);
                if (!lie.computed_from_it.empty()) {
                    lies.push_back(std::move(lie));
                }
            }
        }
        std::reverse(lies.begin(), lies.end());
        return lies;
    }

  private:
    /// How far a node's stage moves when a tap's prints are replaced by the other side's.
    [[nodiscard]] double move(const FollowedNode& node, const std::string& tap) const {
        double moved = 0;
        for (const auto& [index, slope] : node.parents) {
            const FollowedNode& parent =
                own_->check().followed().nodes()[static_cast<std::size_t>(index)];
            const auto theirs = departing_.find(parent.node);
            if (parent.node.tap == tap && parent.recorded && theirs != departing_.end()) {
                moved += slope * (theirs->second->value - parent.used);
            }
        }
        return moved;
    }

    /// All that a side computed from a tap follows from the other side's values, and does not from
    /// its own prints.
    [[nodiscard]] Lie asked_about(const std::string& tap, const FollowedNode& first,
                                  const std::vector<Lie>& known) const {
        Lie lie{tap, side_, "", {}};
        std::string only_lies;
        const StageCheck& check = own_->check();
        const std::vector<FollowedNode>& nodes = check.followed().nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const int node = static_cast<int>(i);
            const double moved = move(nodes[i], tap);
            const double allowed = StageCheck::allowance * check.bound(node);
            if (!nodes[i].recorded || !own_->audited(node) || !(std::fabs(moved) > 2 * allowed)) {
                continue;
            }
            const bool lies = std::any_of(known.begin(), known.end(), [&](const Lie& other) {
                return other.tap == nodes[i].node.tap;
            });
            if (lies) {
                only_lies = nodes[i].node.tap;
                lie.computed_from_it.insert(nodes[i].node.tap);
                continue;
            }
            constexpr double curvature = 1e-6;
            const double left = std::fabs(check.misfit(node) - moved);
            if (!(left <= allowed + curvature * std::fabs(moved)) ||
                !other_->holds(nodes[i].node.tap)) {
                return Lie{};
            }
            lie.computed_from_it.insert(nodes[i].node.tap);
            lie.evidence = lie.evidence.empty() ? nodes[i].node.tap : lie.evidence;
        }
        if (lie.evidence.empty()) {
            lie.evidence = "of what the " + side_ + " computes from it only " + only_lies +
                           " follows, which is a wrong print too";
            return lie;
        }
        lie.evidence = "what the " + side_ + " computes from it, " + lie.evidence +
                       " first, follows from the other side's " +
                       general15(departing_.at(first.node)->value) + " and not from its own print";
        return lie;
    }

    const RecordAudit* own_;
    const RecordAudit* other_;
    std::string side_;
    std::unordered_map<NodeKey, const CanonicalValue*, NodeKeyHash> departing_;
};

// What outgrows its inputs ------------------------------------------------------------------------

/// Departures that are far larger than what the departures of all their inputs amount to.
class Outgrown {
  public:
    Outgrown(const Alignment& alignment, const StageCheck& reference) : check_(&reference) {
        for (const Pair& pair : alignment.pairs) {
            if (pair.comparable) {
                pairs_.emplace(pair.reference->node, &pair);
            }
        }
    }

    [[nodiscard]] std::vector<NodeKey> found() {
        std::vector<NodeKey> keys;
        for (const FollowedNode& node : check_->followed().nodes()) {
            const double explained = from_inputs(node);
            const auto pair = pairs_.find(node.node);
            const double departure = pair == pairs_.end() ? explained : size_of(*pair->second);
            reach_.push_back(departure);
            constexpr double far = 1000;
            constexpr double more_than_rounding = 1e-5;
            if (pair != pairs_.end() && explained > 0 && departure > far * explained &&
                relative_difference(pair->second->reference->value,
                                    pair->second->candidate->value) > more_than_rounding) {
                keys.push_back(node.node);
            }
        }
        return keys;
    }

  private:
    static double size_of(const Pair& pair) {
        return pair.agrees ? 0 : std::fabs(pair.candidate->value - pair.reference->value);
    }

    /// What the departures of a node's inputs amount to; a decision may fall the other way.
    [[nodiscard]] double from_inputs(const FollowedNode& node) const {
        double sum = 0;
        for (const auto& [parent, slope] : node.parents) {
            sum += reach_[static_cast<std::size_t>(parent)] > 0
                       ? std::fabs(slope) * reach_[static_cast<std::size_t>(parent)]
                       : 0;
        }
        const bool decides = node.margin < FollowedNode{}.margin;
        return decides && sum > 0 ? std::numeric_limits<double>::infinity() : sum;
    }

    const StageCheck* check_;
    std::unordered_map<NodeKey, const Pair*, NodeKeyHash> pairs_;
    std::vector<double> reach_; ///< how far each node departs, or may
};

// What fails --------------------------------------------------------------------------------------

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
          const SideFindings& findings, Comparison& result) {
    audited.side = side;
    audited.evidence = failure(audited, side);
    const auto known =
        std::find_if(result.roots.begin(), result.roots.end(),
                     [&audited](const RootCause& root) { return root.tap == audited.tap; });
    const bool explained =
        std::any_of(result.roots.begin(), result.roots.end(), [&audited](const RootCause& root) {
            return std::any_of(
                root.propagated.begin(), root.propagated.end(),
                [&audited](const Consequence& one) { return one.tap == audited.tap; });
        });
    if (known != result.roots.end()) {
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
        result.roots.push_back(std::move(audited));
    } else { // what is allowed, or told, elsewhere shows here
        result.notes.push_back(audited.key + ": " + audited.evidence);
    }
}

} // namespace

SideAudits::SideAudits(const Side& of_reference, const Side& of_candidate,
                       const Dictionary& dictionary, const std::vector<Pixel>& pixels,
                       const WhatIf& stages)
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
        for (Lie& lie : LyingInputs(alignment, own, other, of_reference).found()) {
            found.lies.push_back(std::move(lie));
        }
        for (const RootCause& root :
             of_reference ? audits.fails_in_reference : audits.fails_in_candidate) {
            if (root.contradicts_itself && other.holds(root.tap)) {
                add_departing(root.tap, alignment, found);
            }
        }
    }
    for (NodeKey& key : Outgrown(alignment, audits.reference.check()).found()) {
        found.outgrown.insert(std::move(key));
    }
    return found;
}

void add_audits(const Alignment& alignment, const SideAudits& audits, const SideFindings& findings,
                Comparison& result) {
    const auto explained_by_a_lie = [&findings](const std::string& tap, const std::string& side) {
        return std::any_of(findings.lies.begin(), findings.lies.end(), [&](const Lie& lie) {
            return lie.side == side && lie.computed_from_it.count(tap) > 0;
        });
    };
    for (const RootCause& root : audits.fails_in_candidate) {
        if (is_of(audits.fails_in_reference, root.tap)) {
            result.notes.push_back("on both sides " + root.key + " is not what the other records " +
                                   "give by the program's usual options; `tapir attest` with the "
                                   "scene says more");
        } else if (!explained_by_a_lie(root.tap, "candidate")) {
            tell(root, "candidate", alignment, findings, result);
        }
    }
    for (const RootCause& root : audits.fails_in_reference) {
        if (!is_of(audits.fails_in_candidate, root.tap) &&
            !explained_by_a_lie(root.tap, "reference")) {
            tell(root, "reference", alignment, findings, result);
        }
    }
    for (RootCause& root : result.roots) {
        const bool outgrown = std::any_of(
            findings.outgrown.begin(), findings.outgrown.end(),
            [&root](const NodeKey& key) { return key.tap == root.tap && key.site == root.site; });
        if (outgrown && !root.contradicts_itself) {
            root.evidence += "; it departs by far more than what departs before it amounts to";
        }
    }
}

} // namespace tapir::trace
