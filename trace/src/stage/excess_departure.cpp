#include "stage/excess_departure.hpp"

#include <cmath>
#include <limits>
#include <unordered_map>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Departures that are far larger than what the departures of all their inputs amount to.
class ExcessDepartures {
  public:
    ExcessDepartures(const Alignment& alignment, const SideReplay& reference) : check_(&reference) {
        for (const Pair& pair : alignment.pairs) {
            if (pair.comparable) {
                pairs_.emplace(pair.reference->node, &pair);
            }
        }
    }

    [[nodiscard]] std::vector<NodeKey> found() {
        std::vector<NodeKey> keys;
        for (const ReplayedValue& node : check_->followed().nodes()) {
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
    [[nodiscard]] double from_inputs(const ReplayedValue& node) const {
        double sum = 0;
        for (const auto& [parent, slope] : node.parents) {
            sum += reach_[static_cast<std::size_t>(parent)] > 0
                       ? std::fabs(slope) * reach_[static_cast<std::size_t>(parent)]
                       : 0;
        }
        const bool decides = node.margin < ReplayedValue{}.margin;
        return decides && sum > 0 ? std::numeric_limits<double>::infinity() : sum;
    }

    const SideReplay* check_;
    std::unordered_map<NodeKey, const Pair*, NodeKeyHash> pairs_;
    std::vector<double> reach_; ///< how far each node departs, or may
};

} // namespace

std::vector<NodeKey> exceeding_departures(const Alignment& alignment, const SideReplay& reference) {
    return ExcessDepartures(alignment, reference).found();
}

} // namespace tapir::trace
