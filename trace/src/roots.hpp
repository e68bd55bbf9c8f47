#pragma once

#include <unordered_set>

#include "alignment.hpp"
#include "stage_evidence.hpp"
#include "tapir/trace/what_if.hpp"

namespace tapir::trace {

struct FoundRoots {
    std::vector<RootCause> roots;              ///< best first, that is in order of computation
    std::unordered_set<const Pair*> departing; ///< the pairs at which they lie
};

/// Finds the roots: departing records all of whose nearest compared ancestors agree.
/// Records of one tap are one root, whatever the number of their components and sites.
/// Without lineage the first departing record in file order is taken, and said to be so.
/// @param what_if  asked for the cause where the values alone do not tell; may be null
/// @param stages   both sides held against the computation; null where that could not be done
[[nodiscard]] FoundRoots find_roots(const Alignment& alignment, const Dictionary& dictionary,
                                    const LineageGraph& graph, const WhatIf* what_if,
                                    const StageEvidence* stages);

} // namespace tapir::trace
