#pragma once

#include <vector>

#include "align/alignment.hpp"
#include "stage/side_replay.hpp"

namespace tapir::trace {

/// Records whose departure is far larger than what the departures of all their inputs amount to, by
/// the slopes of the stages on the reference's records.
[[nodiscard]] std::vector<NodeKey> exceeding_departures(const Alignment& alignment,
                                                        const SideReplay& reference);

} // namespace tapir::trace
