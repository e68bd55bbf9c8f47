#pragma once

#include "align/alignment.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// The factors of the final value on both sides, for scripts that list them.
void add_factors(const Side& reference, const Side& candidate, const ProgramModel& program,
                 Comparison& result);

/// What a reader should know of two files besides the verdict: free text, kinds of lines and keys
/// that one of them never prints, labels that mislead.
void add_notes(const TraceFile& reference, const TraceFile& candidate, const Alignment& alignment,
               const ProgramModel& program, Comparison& result);

} // namespace tapir::trace
