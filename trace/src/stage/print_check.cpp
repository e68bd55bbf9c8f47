#include "stage/print_check.hpp"

#include <algorithm>

namespace tapir::trace {

std::string why_the_print_is_wrong(const SideReplay& side, const std::set<int>& nodes,
                                   const std::vector<Pixel>& pixels, const Oracle& what_if) {
    const SideReplay without = side.without(nodes, pixels, what_if);
    int follow_the_print = 0;
    int follow_the_stage = 0;
    std::string example;
    for (int node = *nodes.begin(); node < static_cast<int>(side.followed().nodes().size());
         ++node) {
        const ReplayedValue& here = side.followed().nodes()[static_cast<std::size_t>(node)];
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
        return "";
    }
    return std::to_string(follow_the_stage) + " record(s) computed from it, " + example +
           " first, follow from what the stage gives and none from what was printed";
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

std::string why_nothing_follows(const SideReplay& side, const std::set<int>& nodes) {
    return nodes.empty() || feed_something(side, nodes)
               ? ""
               : "it is shown only, nothing is computed from it, and everything else agrees";
}

} // namespace tapir::trace
