#include "tapir/trace/record/graph.hpp"

#include <functional>

namespace tapir::trace {

std::size_t NodeKeyHash::operator()(const NodeKey& key) const noexcept {
    std::size_t hash = std::hash<std::string>{}(key.tap);
    const auto mix = [&hash](int value) {
        constexpr std::size_t golden = 0x9e3779b97f4a7c15ULL;
        hash ^= std::hash<int>{}(value) + golden + (hash << 6U) + (hash >> 2U);
    };
    mix(key.component);
    for (std::size_t loop = 0; loop < most_loops; ++loop) {
        mix(key.site[loop]);
    }
    return hash;
}

int LineageGraph::add(NodeKey key, std::vector<int> parents) {
    const int node = size();
    index_[key] = node;
    keys_.push_back(std::move(key));
    parents_.push_back(std::move(parents));
    return node;
}

int LineageGraph::find(const NodeKey& key) const {
    const auto found = index_.find(key);
    return found == index_.end() ? -1 : found->second;
}

} // namespace tapir::trace
