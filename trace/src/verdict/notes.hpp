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

/// Where nothing was compared: what each file prints, and how many lines of it were not read.
void name_what_was_read(const TraceFile& reference, const TraceFile& candidate, Comparison& result);

/// What the run logs say differently: where all values agree, two runs that were not set up alike
/// are no parity; where something departs, it stands beside that.
void add_facts(const std::vector<std::string>& facts, Comparison& result);

} // namespace tapir::trace
