#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "align/alignment.hpp"
#include "stage/stage_comparison.hpp"
#include "tapir/trace/cause/root_cause.hpp"
#include "tapir/trace/record/oracle.hpp"

namespace tapir::trace {

struct FoundRoots {
    std::vector<RootCause> roots;              ///< best first, that is in order of computation
    std::unordered_set<const Pair*> departing; ///< the pairs at which they lie
    std::uint64_t unexplained = 0; ///< departing pairs that are no root and follow from none
};

/// An input of the computation that a side prints wrong: what it computes from it follows from the
/// other side's value.
struct Misprint {
    std::string tap;
    WhichSide side;
    Finding evidence;
    std::set<std::string> computed_from_it;
};

/// What holding each side's records against each other adds to the lineage.
struct SideFindings {
    std::vector<Misprint> misprints;
    /// What departs for a reason of its own, whatever feeds it: it contradicts the records of its
    /// side ...
    std::unordered_set<NodeKey, NodeKeyHash> contradicting;
    /// ... or it departs by far more than what its inputs' departures amount to.
    std::unordered_set<NodeKey, NodeKeyHash> exceeding;
};

/// Finds the roots: departing records all of whose nearest compared ancestors agree.
/// Records of one tap are one root, whatever the number of their components and sites.
/// Without lineage the first departing record of each key is taken, in file order, and said to be
/// so.
/// @param what_if  asked for the cause where the values alone do not tell; may be null
/// @param stages   both sides held against the computation; null where that could not be done
/// @param findings without `stages`: what the records alone tell
[[nodiscard]] FoundRoots find_roots(const Alignment& alignment, const ProgramModel& program,
                                    const LineageGraph& graph, const Oracle* what_if,
                                    const StageComparison* stages,
                                    const SideFindings& findings = {});

} // namespace tapir::trace
