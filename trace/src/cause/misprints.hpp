#pragma once

#include <vector>

#include "align/alignment.hpp"
#include "cause/record_audit.hpp"
#include "cause/roots.hpp"

namespace tapir::trace {

/// Taps that a side prints wrong: what it computed from them follows from the other side's values
/// and not from its own prints; in order of computation.
[[nodiscard]] std::vector<Misprint> misprinted_inputs(const Alignment& alignment,
                                                      const RecordAudit& own,
                                                      const RecordAudit& other, WhichSide own_side);

} // namespace tapir::trace
