#pragma once

#include <string_view>

#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// Reads any text as records, so that each of its numbers is a value of one: what `log_records`
/// understands of a line as it does, all else under the names that the comparison of texts gives
/// (`slot_name`), numbers in a row as one record; but for numbers of a log prefix before a name and
/// for an index in brackets behind it. Records are of kind TEXT, or of the kind that a line names.
/// Counters ("step 3") are records like the others; a model says which of them are loops. A line
/// that names the text's pixel in words states it, and is no record; else there is no pixel.
/// A record's `unit` is the word behind its last number, whether it is a unit or not. `other_lines`
/// is the text without the numbers of records, each line at its place; in JSON they are zero there.
/// @return false when it holds no number; the file is as it was then
bool parse_any_text(std::string_view text, TraceFile& file);

} // namespace tapir::trace
