#pragma once

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/oracle.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// Gives traces that do not state their pixel the one they lie in, or the other side's.
/// @param what_if  asked for the edge of a pixel when the traces do not state it; may be null
void recover_pixels(TraceFile& reference, TraceFile& candidate, const ProgramModel& program,
                    const Oracle* what_if);

} // namespace tapir::trace
