#pragma once

#include <string>
#include <vector>

#include "tapir/trace/format/trace_file.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// Whether a native trace declares another unit than its taps have.
[[nodiscard]] bool has_other_units(const ProgramModel& program, const TraceFile& file);

/// Converts the records of a native trace whose declared unit is another than their tap's: 100 [mm]
/// of a tap in m becomes 0.1. The record still says mm.
/// @param notes  says which were converted
/// @return "" when all could be converted, else why the first could not, as a sentence
[[nodiscard]] std::string adopt_units(const ProgramModel& program, TraceFile& file,
                                      std::vector<std::string>& notes);

/// Whether two native traces declare one key in two units.
[[nodiscard]] bool declare_other_units(const TraceFile& one, const TraceFile& other);

/// Converts the records of a native trace that the model does not know into the unit that another
/// native trace declares for the same key. What cannot be converted stays as it is.
void adopt_units_of(const TraceFile& other, TraceFile& file);

} // namespace tapir::trace
