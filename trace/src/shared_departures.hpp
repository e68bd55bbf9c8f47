#pragma once

#include <string>
#include <vector>

#include "alignment.hpp"
#include "stage_evidence.hpp"

namespace tapir::trace {

/// Values on which both sides agree and that follow from the scene on neither, one entry a tap, and
/// the notes that tell of them.
[[nodiscard]] std::vector<SharedDeparture> shared_departures(const Alignment& alignment,
                                                             const StageEvidence& stages,
                                                             std::vector<std::string>& notes);

} // namespace tapir::trace
