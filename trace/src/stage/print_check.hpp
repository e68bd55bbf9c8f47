#pragma once

#include <set>
#include <string>
#include <vector>

#include "stage/side_replay.hpp"

namespace tapir::trace {

/// Whether prints that do not follow from what was printed before are lies of the tracer: what was
/// computed from the records follows from another value than the printed one.
///
/// @param nodes  of `side`, whose printed value departs from its stage
/// @return the reason, for people; empty when the computation went on with the printed values, or
///         nobody can tell
[[nodiscard]] std::string why_the_print_is_wrong(const SideReplay& side, const std::set<int>& nodes,
                                                 const std::vector<Pixel>& pixels,
                                                 const Oracle& what_if);

/// Whether prints of a tap that is shown only, and that alone depart, are lies: nothing is computed
/// from them.
///
/// @param nodes  of `side`, whose printed value departs from its stage
/// @return the reason, for people; empty when something is computed from them after all
[[nodiscard]] std::string why_nothing_follows(const SideReplay& side, const std::set<int>& nodes);

} // namespace tapir::trace
