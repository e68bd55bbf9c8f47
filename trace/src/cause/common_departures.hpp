#pragma once

#include <string>
#include <vector>

#include "align/alignment.hpp"
#include "stage/stage_comparison.hpp"
#include "tapir/trace/cause/root_cause.hpp"

namespace tapir::trace {

/// Values on which both sides agree and that follow from the scene on neither, one entry a tap, and
/// the notes on them.
[[nodiscard]] std::vector<SharedDeparture> shared_departures(const Alignment& alignment,
                                                             const StageComparison& stages,
                                                             const Loops& loops,
                                                             std::vector<Note>& notes);

} // namespace tapir::trace
