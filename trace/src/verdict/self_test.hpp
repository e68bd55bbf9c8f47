#pragma once

#include <functional>

#include "align/agreement.hpp"
#include "align/alignment.hpp"
#include "stage/stage_comparison.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Plants corruptions in copies of compared pairs, one of each key in each kind of record; every
/// one must be caught.
/// @throws InternalError  one of them went unnoticed
void self_test(const Alignment& alignment, const Agreement& agreement, Comparison& result);

/// Plants faults hardly above rounding, or above what the user allows, in copies of the candidate
/// and compares all over again.
/// @param again  compares a changed candidate
/// @throws InternalError  one of them went unnoticed
void test_stages(const TraceFile& candidate, const Alignment& alignment,
                 const StageComparison& stages, const Agreement& agreement,
                 const std::function<Comparison(const TraceFile&)>& again, Comparison& result);

} // namespace tapir::trace
