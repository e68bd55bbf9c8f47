#include "tapir/trace/record/replay.hpp"

#include <algorithm>
#include <cmath>

namespace tapir::trace {

const RecordedValue& nearest(const std::vector<RecordedValue>& printings, double computed) {
    return *std::min_element(printings.begin(), printings.end(),
                             [computed](const RecordedValue& a, const RecordedValue& b) {
                                 return std::fabs(a.value - computed) <
                                        std::fabs(b.value - computed);
                             });
}

int Replay::add(ReplayedValue node) {
    const int index = static_cast<int>(nodes_.size());
    index_[node.node] = index;
    nodes_.push_back(std::move(node));
    return index;
}

int Replay::index_of(const NodeKey& key) const {
    const auto found = index_.find(key);
    return found == index_.end() ? -1 : found->second;
}

} // namespace tapir::trace
