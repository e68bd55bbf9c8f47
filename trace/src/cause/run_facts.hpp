#pragma once

#include <string>
#include <vector>

#include "tapir/trace/cause/root_cause.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// What the run logs among two traces say differently, "convention mosflm against custom", ...,
/// numbers as far as their digits tell; then the errors that only one of them tells of, and the
/// warnings, where both are logs of one dialect. Where a root is explained by what one of them
/// says, the root's evidence is completed.
///
/// In a fact of the model "~" before its words lets them stand anywhere in a line, and "=" as the
/// word that tells of a root is the number that one side has there.
[[nodiscard]] std::vector<std::string> differing_facts(const TraceFile& reference,
                                                       const TraceFile& candidate,
                                                       const ProgramModel& program,
                                                       std::vector<RootCause>& roots);

} // namespace tapir::trace
