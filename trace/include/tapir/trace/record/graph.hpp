#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// One component of one record.
struct NodeKey {
    std::string tap;
    int component = 0;
    Site site;
    friend bool operator==(const NodeKey&, const NodeKey&) = default;
};

struct NodeKeyHash {
    std::size_t operator()(const NodeKey& key) const noexcept;
};

/// "Which tap feeds which", extracted by running the kernel with the number type `Lineage`.
/// Nodes are in order of computation, so every parent has a smaller index than its child.
class LineageGraph {
  public:
    /// @param parents  indices of existing nodes
    /// @return index of the new node; a key that exists already names its latest node
    int add(NodeKey key, std::vector<int> parents);

    [[nodiscard]] int find(const NodeKey& key) const; ///< -1 when absent
    [[nodiscard]] int size() const { return static_cast<int>(keys_.size()); }
    [[nodiscard]] const NodeKey& key(int node) const {
        return keys_[static_cast<std::size_t>(node)];
    }
    [[nodiscard]] const std::vector<int>& parents(int node) const {
        return parents_[static_cast<std::size_t>(node)];
    }

  private:
    std::vector<NodeKey> keys_;
    std::vector<std::vector<int>> parents_;
    std::unordered_map<NodeKey, int, NodeKeyHash> index_;
};

} // namespace tapir::trace
