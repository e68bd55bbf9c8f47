#pragma once

#include <optional>
#include <vector>

#include "classify.hpp"
#include "tapir/trace/graph.hpp"
#include "tapir/trace/what_if.hpp"

namespace tapir::trace {

/// Asks the computation which single change of what a root was computed from gives the candidate's
/// values: a parent with the other sign, in another order, of another place, in another unit, one
/// index further, another record in its place, or a behaviour switched over.
///
/// Every departing component of up to `most_sites` sites must come out within 1e-10, so a match is
/// no accident: the departure itself is at least a thousand times as large.
/// @param departing  the departing pairs of the root, at least one
[[nodiscard]] std::optional<Classification>
counterfactual(const std::vector<const Pair*>& departing, const Dictionary& dictionary,
               const LineageGraph& graph, const WhatIf& what_if);

} // namespace tapir::trace
