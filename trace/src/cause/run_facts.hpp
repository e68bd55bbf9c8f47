#pragma once

#include <string>
#include <vector>

#include "tapir/trace/cause/root_cause.hpp"
#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// What the run logs among two traces say differently, "convention mosflm against custom", ...;
/// and, where a root is explained by what one of them says, the root's evidence is completed.
[[nodiscard]] std::vector<std::string> differing_facts(const TraceFile& reference,
                                                       const TraceFile& candidate,
                                                       const ProgramModel& program,
                                                       std::vector<RootCause>& roots);

} // namespace tapir::trace
