#pragma once

#include "align/alignment.hpp"
#include "stage/stage_comparison.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Counts the values that agree but for the sign of a zero, and names their keys with the sign that
/// the computation gives there: rounding may turn it, but nobody should have to find out alone.
/// @param stages  where the computation is at hand; or null
void note_zero_signs(const Alignment& alignment, const ProgramModel& program,
                     const StageComparison* stages, Comparison& result);

} // namespace tapir::trace
