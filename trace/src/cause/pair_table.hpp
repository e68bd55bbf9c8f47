#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "tapir/trace/align/pair.hpp"

namespace tapir::trace {

inline double reference_of(const Pair& pair) {
    return pair.reference->value;
}
inline double candidate_of(const Pair& pair) {
    return pair.candidate->value;
}
inline const Site& site_of(const Pair& pair) {
    return pair.reference->node.site;
}
inline int component_of(const Pair& pair) {
    return pair.reference->node.component;
}

/// Whether two values are the same within a part of the larger.
inline bool nearly(double a, double b, double relative) {
    return std::fabs(a - b) <= relative * std::max(std::fabs(a), std::fabs(b));
}

/// Values of one tap by site and component.
struct PairTable {
    std::map<Site, std::map<int, const Pair*>> rows;
    explicit PairTable(const std::vector<const Pair*>& pairs) {
        for (const Pair* pair : pairs) {
            rows[site_of(*pair)].try_emplace(component_of(*pair), pair);
        }
    }
};

} // namespace tapir::trace
