#pragma once

#include <string>
#include <vector>

#include "alignment.hpp"
#include "tapir/trace/graph.hpp"
#include "tapir/trace/what_if.hpp"

namespace tapir::trace {

/// Which side departs from the stage's equation: each side's own recorded inputs are put in, and
/// what the computation makes of them is held against what that side recorded.
///
/// Rounding does not matter: "follows" means within a thousandth of the departure, "departs" by at
/// least half of it, at each of up to three sites.
/// @param departing  the departing pairs of the root, at least one
/// @return "reference", "candidate", or "" when both follow, both depart, or it cannot be told
[[nodiscard]] std::string side_that_departs(const std::vector<const Pair*>& departing,
                                            const Alignment& alignment, const LineageGraph& graph,
                                            const WhatIf& what_if);

} // namespace tapir::trace
