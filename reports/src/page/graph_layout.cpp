#include "page/graph_layout.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace tapir::reports {

namespace {

/// The neighbours of every node along edges that lead forwards.
struct Neighbours {
    std::vector<std::vector<std::size_t>> parents, children;

    explicit Neighbours(const trace::StageGraph& graph)
        : parents(graph.taps.size()), children(graph.taps.size()) {
        for (const trace::StageGraph::Edge& edge : graph.edges) {
            if (edge.from < edge.to) {
                parents[edge.to].push_back(edge.from);
                children[edge.from].push_back(edge.to);
            }
        }
    }
};

/// As early as its parents allow; what has none stands right before its first child.
std::vector<std::size_t> layers_of(const Neighbours& near) {
    std::vector<std::size_t> layer(near.parents.size(), 0);
    for (std::size_t node = 0; node < layer.size(); ++node) {
        for (const std::size_t parent : near.parents[node]) {
            layer[node] = std::max(layer[node], layer[parent] + 1);
        }
    }
    for (std::size_t node = layer.size(); node-- > 0;) {
        if (near.parents[node].empty() && !near.children[node].empty()) {
            std::size_t first = std::numeric_limits<std::size_t>::max();
            for (const std::size_t child : near.children[node]) {
                first = std::min(first, layer[child]);
            }
            layer[node] = first - 1;
        }
    }
    return layer;
}

/// The mean slot of some nodes, or `otherwise`.
double mean_slot(const std::vector<std::size_t>& nodes, const std::vector<Placed>& placed,
                 double otherwise) {
    if (nodes.empty()) {
        return otherwise;
    }
    const double sum =
        std::accumulate(nodes.begin(), nodes.end(), 0.0, [&placed](double total, std::size_t node) {
            return total + placed[node].slot;
        });
    return sum / static_cast<double>(nodes.size());
}

void place(const std::vector<std::size_t>& layer, std::vector<Placed>& placed) {
    for (std::size_t i = 0; i < layer.size(); ++i) {
        constexpr double half = 0.5;
        placed[layer[i]].slot =
            static_cast<double>(i) - half * static_cast<double>(layer.size() - 1);
    }
}

} // namespace

std::vector<Placed> layered(const trace::StageGraph& graph) {
    const Neighbours near(graph);
    const std::vector<std::size_t> layer = layers_of(near);
    std::vector<Placed> placed(layer.size());
    std::vector<std::vector<std::size_t>> layers;
    for (std::size_t node = 0; node < layer.size(); ++node) {
        placed[node].layer = layer[node];
        layers.resize(std::max(layers.size(), layer[node] + 1));
        layers[layer[node]].push_back(node);
    }
    for (const auto& nodes : layers) {
        place(nodes, placed);
    }
    constexpr int sweeps = 12;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
        const auto& neighbours = sweep % 2 == 0 ? near.parents : near.children;
        for (auto& nodes : layers) {
            std::vector<std::pair<double, std::size_t>> wanted;
            wanted.reserve(nodes.size());
            for (const std::size_t node : nodes) {
                wanted.emplace_back(mean_slot(neighbours[node], placed, placed[node].slot), node);
            }
            std::stable_sort(wanted.begin(), wanted.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; });
            std::transform(wanted.begin(), wanted.end(), nodes.begin(),
                           [](const auto& pair) { return pair.second; });
            place(nodes, placed);
        }
    }
    return placed;
}

} // namespace tapir::reports
