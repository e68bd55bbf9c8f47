#pragma once

#include "alignment.hpp"

namespace tapir::trace {

/// Finds the roots: departing records all of whose nearest compared ancestors agree.
/// Records of one tap are one root, whatever the number of their components and sites.
/// Without lineage the first departing record in file order is taken, and said to be so.
/// @return best first, that is in order of computation
[[nodiscard]] std::vector<RootCause>
find_roots(const Alignment& alignment, const Dictionary& dictionary, const LineageGraph& graph);

} // namespace tapir::trace
