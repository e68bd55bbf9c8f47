#pragma once

#include "align/alignment.hpp"
#include "tapir/trace/verdict/one_sided_keys.hpp"

namespace tapir::trace {

/// Finds the keys of which nothing was compared, and those among them that may be one key.
[[nodiscard]] OneSidedKeys one_sided_keys(const Alignment& alignment, const Side& candidate,
                                          const ProgramModel& program);

} // namespace tapir::trace
