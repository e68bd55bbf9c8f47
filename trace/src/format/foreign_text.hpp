#pragma once

#include <string_view>

#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// Readers of files that are no traces but hold the numbers of one.

/// Per-phi JSON: {pixel: {slow, fast}, per_phi_entries: [{phi_tic, k_frac, ...}]}; older files call
/// the list "traces". Each number of an entry becomes a PHI record.
/// @return false when the text is no such JSON
[[nodiscard]] bool parse_per_phi_json(std::string_view text, TraceFile& file);

/// Lines of a log that state something among words, see `log_records`, between others. Each becomes
/// a record of kind TEXT under its own name, with the digits it is printed with.
/// @return false when no line is of this form
bool parse_free_text(std::string_view text, TraceFile& file);

} // namespace tapir::trace
