#pragma once

#include <vector>

#include "alignment.hpp"
#include "stage_check.hpp"

namespace tapir::trace {

/// Records whose departure is far larger than what the departures of all their inputs amount to, by
/// the slopes of the stages on the reference's records.
[[nodiscard]] std::vector<NodeKey> outgrown(const Alignment& alignment,
                                            const StageCheck& reference);

} // namespace tapir::trace
