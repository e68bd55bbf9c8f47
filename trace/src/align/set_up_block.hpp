#pragma once

#include "align/printed_entries.hpp"

/// The lines that a text dialect prints of the set-up, before those of the pixel.
namespace tapir::trace {

/// Whether an entry shows a number of the set-up in a line that only one dialect prints, or behind
/// a label: not among the lines of the pixel.
[[nodiscard]] bool is_of_set_up_block(const TapPrint& entry, const ProgramModel& program);

/// Whether any line of the set-up block is there.
[[nodiscard]] bool holds_set_up(const TraceFile& file, const PrintedEntries& entries,
                                const ProgramModel& program);

} // namespace tapir::trace
