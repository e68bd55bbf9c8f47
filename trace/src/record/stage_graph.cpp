#include "tapir/trace/record/stage_graph.hpp"

#include <algorithm>
#include <map>

namespace tapir::trace {

StageGraph stage_graph(const LineageGraph& graph, const std::set<std::string>& shown) {
    StageGraph result;
    std::map<std::string, std::size_t> index;
    // per node: the shown taps it speaks for, itself or those it was computed from
    std::vector<std::set<std::size_t>> sources(static_cast<std::size_t>(graph.size()));
    std::set<std::pair<std::size_t, std::size_t>> edges;
    for (int node = 0; node < graph.size(); ++node) {
        std::set<std::size_t> parents;
        for (const int parent : graph.parents(node)) {
            const auto& of_parent = sources[static_cast<std::size_t>(parent)];
            parents.insert(of_parent.begin(), of_parent.end());
        }
        const std::string& tap = graph.key(node).tap;
        if (shown.count(tap) == 0) {
            sources[static_cast<std::size_t>(node)] = std::move(parents);
            continue;
        }
        const auto [entry, fresh] = index.try_emplace(tap, result.taps.size());
        if (fresh) {
            result.taps.push_back(tap);
        }
        for (const std::size_t parent : parents) {
            if (parent != entry->second) {
                edges.emplace(parent, entry->second);
            }
        }
        sources[static_cast<std::size_t>(node)] = {entry->second};
    }
    std::transform(edges.begin(), edges.end(), std::back_inserter(result.edges),
                   [](const auto& edge) {
                       return StageGraph::Edge{edge.first, edge.second};
                   });
    return result;
}

} // namespace tapir::trace
