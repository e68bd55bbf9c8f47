#pragma once

#include <optional>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// What two logs of one program say besides their records, compared as texts.
/// @return nothing where the two are written otherwise, or only one of them says anything
[[nodiscard]] std::optional<Comparison> compare_other_lines(const TraceFile& reference,
                                                            const TraceFile& candidate,
                                                            const ProgramModel& program,
                                                            const Tolerance& tolerance);

/// Counts those lines as compared in the account of a comparison, where they stood as ignored.
void count_other_lines(const TraceFile& reference, const TraceFile& candidate,
                       const Comparison& lines, Comparison& result);

/// Lines that differ make two traces not comparable whose values all agree; beside any other
/// verdict they are said.
void conclude_other_lines(const Comparison& lines, Comparison& result);

} // namespace tapir::trace
