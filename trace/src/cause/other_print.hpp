#pragma once

#include <vector>

#include "align/alignment.hpp"
#include "tapir/trace/cause/root_cause.hpp"

namespace tapir::trace {

/// Says so where one side prints, under a root's key, the numbers that it prints under the key of
/// records computed apart from it, and the other side does not.
/// @param departing  the pairs of the root
void name_other_record(const std::vector<const Pair*>& departing, const Side& reference,
                       const Side& candidate, const LineageGraph& graph, RootCause& root);

} // namespace tapir::trace
