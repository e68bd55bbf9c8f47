#include "cause/misprints.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <unordered_map>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// One side, and the other's values wherever the two depart.
class MisprintedInputs {
  public:
    MisprintedInputs(const Alignment& alignment, const RecordAudit& own, const RecordAudit& other,
                     WhichSide own_side)
        : own_(&own), other_(&other), side_(own_side) {
        for (const Pair& pair : alignment.pairs) {
            constexpr double more_than_last_digits = 1e-6;
            if (!pair.agrees && pair.comparable &&
                relative_difference(pair.reference->value, pair.candidate->value) >
                    more_than_last_digits) {
                const CanonicalValue& theirs =
                    own_side == WhichSide::reference ? *pair.candidate : *pair.reference;
                departing_.emplace(theirs.node, &theirs);
            }
        }
    }

    [[nodiscard]] std::vector<Misprint> found() const {
        std::vector<Misprint> misprints;
        const std::vector<ReplayedValue>& nodes = own_->check().followed().nodes();
        // what is computed from a wrong print may be printed wrong itself: from the end backwards
        for (std::size_t back = nodes.size(); back > 0; --back) {
            const std::size_t i = back - 1;
            const std::string& tap = nodes[i].node.tap;
            const bool new_tap =
                std::none_of(misprints.begin(), misprints.end(),
                             [&tap](const Misprint& known) { return known.tap == tap; });
            if (nodes[i].recorded && new_tap && departing_.count(nodes[i].node) > 0 &&
                !follows_from_moved_factor(static_cast<int>(i))) {
                Misprint misprint = misprint_of(tap, nodes[i], misprints);
                if (!misprint.computed_from_it.empty()) {
                    misprints.push_back(std::move(misprint));
                }
            }
        }
        std::reverse(misprints.begin(), misprints.end());
        return misprints;
    }

  private:
    /// The first of the departing records that a node follows from, each by its own side's stage.
    [[nodiscard]] int origin_of(int node) const {
        const std::vector<ReplayedValue>& nodes = own_->check().followed().nodes();
        for (bool goes_on = true; goes_on;) {
            goes_on = false;
            if (!own_->audited(node) || !own_->check().follows(node)) {
                break;
            }
            for (const auto& [parent, slope] : nodes[static_cast<std::size_t>(node)].parents) {
                const ReplayedValue& source = nodes[static_cast<std::size_t>(parent)];
                if (slope != 0 && source.recorded && departing_.count(source.node) > 0) {
                    node = parent;
                    goes_on = true;
                    break;
                }
            }
        }
        return node;
    }

    /// Whether a node follows from a record that departs at several sites by one factor, which is a
    /// number that the side prints elsewhere: the factor is applied in another place, and nothing
    /// is printed wrong.
    [[nodiscard]] bool follows_from_moved_factor(int node) const {
        constexpr double tight = 1e-9;
        const std::vector<ReplayedValue>& nodes = own_->check().followed().nodes();
        const std::string& tap = nodes[static_cast<std::size_t>(origin_of(node))].node.tap;
        std::set<double> values;
        double factor = 0;
        for (const ReplayedValue& here : nodes) {
            const auto theirs = departing_.find(here.node);
            if (here.node.tap != tap || !here.recorded || theirs == departing_.end()) {
                continue;
            }
            const double ratio = here.used / theirs->second->value;
            if (!std::isfinite(ratio) || ratio == 0 ||
                (factor != 0 && std::fabs(ratio - factor) > tight * std::fabs(factor))) {
                return false;
            }
            factor = ratio;
            values.insert(here.used);
        }
        return values.size() > 1 &&
               std::any_of(nodes.begin(), nodes.end(), [factor](const ReplayedValue& one) {
                   return one.recorded && std::fabs(one.used) != 1 &&
                          (std::fabs(one.used - factor) <= tight * std::fabs(factor) ||
                           std::fabs(one.used * factor - 1) <= tight);
               });
    }

    /// How far a node's stage moves when a tap's prints are replaced by the other side's.
    [[nodiscard]] double moved_by_other_side(const ReplayedValue& node,
                                             const std::string& tap) const {
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
    [[nodiscard]] Misprint misprint_of(const std::string& tap, const ReplayedValue& first,
                                       const std::vector<Misprint>& known) const {
        Misprint misprint{tap, side_, {}, {}};
        std::string other_misprint;
        std::string first_sound; // the first tap that follows from the other side's values
        const SideReplay& check = own_->check();
        const std::vector<ReplayedValue>& nodes = check.followed().nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const int node = static_cast<int>(i);
            const double moved = moved_by_other_side(nodes[i], tap);
            const double allowed = SideReplay::allowance * check.bound(node);
            if (!nodes[i].recorded || !own_->audited(node) || !(std::fabs(moved) > 2 * allowed)) {
                continue;
            }
            const bool is_misprint =
                std::any_of(known.begin(), known.end(),
                            [&](const Misprint& other) { return other.tap == nodes[i].node.tap; });
            if (is_misprint) {
                other_misprint = nodes[i].node.tap;
                misprint.computed_from_it.insert(nodes[i].node.tap);
                continue;
            }
            constexpr double curvature = 1e-6;
            const double left = std::fabs(check.misfit(node) - moved);
            if (!(left <= allowed + curvature * std::fabs(moved)) ||
                !other_->holds(nodes[i].node.tap)) {
                return Misprint{};
            }
            misprint.computed_from_it.insert(nodes[i].node.tap);
            first_sound = first_sound.empty() ? nodes[i].node.tap : first_sound;
        }
        misprint.evidence =
            first_sound.empty()
                ? Finding{Rule::used_is_misprinted_too, side_, {other_misprint}}
                : Finding{Rule::used_follows_from_other_side,
                          side_,
                          {first_sound, ShownNumber{departing_.at(first.node)->value}}};
        return misprint;
    }

    const RecordAudit* own_;
    const RecordAudit* other_;
    WhichSide side_;
    std::unordered_map<NodeKey, const CanonicalValue*, NodeKeyHash> departing_;
};

} // namespace

std::vector<Misprint> misprinted_inputs(const Alignment& alignment, const RecordAudit& own,
                                        const RecordAudit& other, WhichSide own_side) {
    return MisprintedInputs(alignment, own, other, own_side).found();
}

} // namespace tapir::trace
