#pragma once

#include <limits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tapir/trace/record/graph.hpp"

namespace tapir::trace {

/// A recorded component: its value, and how far at most the value it was printed from lies from it.
struct RecordedValue {
    double value = 0, error = 0;
};

/// What a side recorded, component by component; a component may be printed under several keys.
using RecordedValues = std::unordered_map<NodeKey, std::vector<RecordedValue>, NodeKeyHash>;

/// Of several printings of one component, at least one, that nearest to what is computed.
[[nodiscard]] const RecordedValue& nearest(const std::vector<RecordedValue>& printings,
                                           double computed);

/// Which of the ways a computation may be arranged in without being wrong: a number below
/// `Oracle::arrangements`. The first is the usual one.
using Arrangement = int;

/// One component of one record of a computation that was fed with recorded values wherever there
/// are any: what its stage makes of the values recorded before it.
struct ReplayedValue {
    /// The slope of a table's entry by its index: another index gives anything.
    static constexpr double anything = 1e30;

    NodeKey node;
    double computed = 0;   ///< by its stage
    double used = 0;       ///< what the computation went on with
    double used_error = 0; ///< see RecordedValue
    bool has_stage = true; ///< else an input, whose value is taken as it is recorded
    bool recorded = false; ///< `used` is a recorded value, of several the nearest to `computed`
    int stands_for = -1;   ///< index of the recorded node whose value was used here too
    double rounding = 0;   ///< bound of the stage's own rounding, in units of the unit roundoff
    double scatter = 0;    ///< the same with independent roundings added in squares
    double blur = 0;       ///< bound of errors that do not depend on the precision
    double margin = std::numeric_limits<double>::infinity(); ///< distance of a decision's boundary
    std::vector<std::pair<int, double>> parents; ///< index of a node, derivative by its value
};

/// All nodes in the order of computation: parents before children.
class Replay {
  public:
    int add(ReplayedValue node);
    /// Puts another node of the same key in a node's place.
    void replace(int index, ReplayedValue node) {
        nodes_[static_cast<std::size_t>(index)] = std::move(node);
    }
    [[nodiscard]] int index_of(const NodeKey& key) const; ///< latest with this key; -1 when absent
    [[nodiscard]] const std::vector<ReplayedValue>& nodes() const { return nodes_; }

  private:
    std::vector<ReplayedValue> nodes_;
    std::unordered_map<NodeKey, int, NodeKeyHash> index_;
};

} // namespace tapir::trace
