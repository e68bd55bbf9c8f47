#include "stage/print_check.hpp"

#include <algorithm>

namespace tapir::trace {

std::optional<Finding> why_the_print_is_wrong(const SideReplay& side, const std::set<int>& nodes,
                                              const std::vector<Pixel>& pixels,
                                              const Oracle& what_if) {
    const SideReplay without = side.without(nodes, pixels, what_if);
    int follow_the_print = 0;
    int follow_the_stage = 0;
    std::string example;
    for (int node = *nodes.begin(); node < static_cast<int>(side.followed().nodes().size());
         ++node) {
        const ReplayedValue& here = side.followed().nodes()[place_of_node(node)];
        const int there = without.followed().index_of(here.node);
        if (!here.recorded || there < 0 || !side.reached_from(node, nodes) ||
            !without.followed().nodes()[static_cast<std::size_t>(there)].recorded) {
            continue;
        }
        const bool before = side.follows(node);
        const bool after = without.follows(there);
        follow_the_print += before && !after ? 1 : 0;
        follow_the_stage += after && !before ? 1 : 0;
        if (after && !before && example.empty()) {
            example = here.node.tap;
        }
    }
    if (follow_the_stage == 0 || follow_the_print > 0) {
        return std::nullopt;
    }
    return Finding{Rule::rest_follows_from_stage, {}, {Count{follow_the_stage}, example}};
}

namespace {

bool feed_something(const SideReplay& side, const std::set<int>& nodes) {
    const auto& all = side.followed().nodes();
    return std::any_of(all.begin(), all.end(), [&nodes](const ReplayedValue& node) {
        return std::any_of(node.parents.begin(), node.parents.end(),
                           [&nodes](const auto& parent) { return nodes.count(parent.first) > 0; });
    });
}

} // namespace

std::optional<Finding> why_nothing_follows(const SideReplay& side, const std::set<int>& nodes) {
    return nodes.empty() || feed_something(side, nodes)
               ? std::nullopt
               : std::optional(Finding{Rule::nothing_follows_from_print});
}

} // namespace tapir::trace
