#include "cause/misprints.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

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

    [[nodiscard]] std::vector<Misprint> found() const {
        std::vector<Misprint> lies;
        const std::vector<ReplayedValue>& nodes = own_->check().followed().nodes();
        // what is computed from a wrong print may be printed wrong itself: from the end backwards
        for (std::size_t back = nodes.size(); back > 0; --back) {
            const std::size_t i = back - 1;
            const std::string& tap = nodes[i].node.tap;
            const bool new_tap = std::none_of(
                lies.begin(), lies.end(), [&tap](const Misprint& lie) { return lie.tap == tap; });
            if (nodes[i].recorded && new_tap && departing_.count(nodes[i].node) > 0) {
                Misprint lie = asked_about(tap, nodes[i], lies);
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
    [[nodiscard]] double move(const ReplayedValue& node, const std::string& tap) const {
        double moved = 0;
        for (const auto& [index, slope] : node.parents) {
            const ReplayedValue& parent =
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
    [[nodiscard]] Misprint asked_about(const std::string& tap, const ReplayedValue& first,
                                       const std::vector<Misprint>& known) const {
        Misprint lie{tap, side_, "", {}};
        std::string only_lies;
        const SideReplay& check = own_->check();
        const std::vector<ReplayedValue>& nodes = check.followed().nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const int node = static_cast<int>(i);
            const double moved = move(nodes[i], tap);
            const double allowed = SideReplay::allowance * check.bound(node);
            if (!nodes[i].recorded || !own_->audited(node) || !(std::fabs(moved) > 2 * allowed)) {
                continue;
            }
            const bool lies = std::any_of(known.begin(), known.end(), [&](const Misprint& other) {
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
                return Misprint{};
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

} // namespace

std::vector<Misprint> lying_inputs(const Alignment& alignment, const RecordAudit& own,
                                   const RecordAudit& other, bool own_is_reference) {
    return LyingInputs(alignment, own, other, own_is_reference).found();
}

} // namespace tapir::trace
