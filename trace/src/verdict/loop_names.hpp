#pragma once

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Refuses traces one of which seems to call a loop by another name: its lines of a kind do not
/// state it, the other side's do, and a whole number of a key that nobody knows stands on each.
/// @return parity's reason, none, where there is nothing to refuse
[[nodiscard]] Comparison other_loop_names(const TraceFile& reference, const TraceFile& candidate,
                                          const ProgramModel& program);

/// Where one side counts the passes of a loop from 0 and the other from 1, everywhere, the
/// candidate's sites are stated as the reference counts. @return a sentence for each such loop
[[nodiscard]] std::vector<std::string> count_as_reference(const TraceFile& reference,
                                                          TraceFile& candidate);

} // namespace tapir::trace
