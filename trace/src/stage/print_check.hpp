#pragma once

#include <optional>
#include <set>
#include <vector>

#include "stage/side_replay.hpp"
#include "tapir/trace/stage/finding.hpp"

namespace tapir::trace {

/// Finds out whether prints that do not follow from what was printed before are misprints of the
/// tracer: what was computed from the records follows from another value than the printed one.
///
/// @param nodes  of `side`, whose printed value departs from its stage
/// @return nothing when the computation went on with the printed values, or the records do not tell
[[nodiscard]] std::optional<Finding> why_the_print_is_wrong(const SideReplay& side,
                                                            const std::set<int>& nodes,
                                                            const std::vector<Pixel>& pixels,
                                                            const Oracle& what_if);

/// Finds out whether prints of a tap that is shown only, and that alone depart, are misprints: the
/// program computes nothing from them.
///
/// @param nodes  of `side`, whose printed value departs from its stage
/// @return nothing when something is computed from them after all
[[nodiscard]] std::optional<Finding> why_nothing_follows(const SideReplay& side,
                                                         const std::set<int>& nodes);

} // namespace tapir::trace
