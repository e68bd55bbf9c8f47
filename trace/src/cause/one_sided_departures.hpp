#pragma once

#include <vector>

#include "align/alignment.hpp"
#include "stage/stage_comparison.hpp"
#include "tapir/trace/cause/root_cause.hpp"

namespace tapir::trace {

/// Records that only one side prints, held against what their stage gives: those that depart, one a
/// tap, in the order of the file.
[[nodiscard]] std::vector<RootCause> one_sided_departures(const Alignment& alignment,
                                                          const StageComparison& stages);

} // namespace tapir::trace
