#pragma once

#include <string_view>

#include "tapir/trace/format/trace_file.hpp"

namespace tapir::trace {

/// Readers of files that are no traces but hold the numbers of one.

/// Per-phi JSON: {pixel: {slow, fast}, per_phi_entries: [{phi_tic, k_frac, ...}]}; older files call
/// the list "traces". Each number of an entry becomes a PHI record.
/// @return false when the text is no such JSON
[[nodiscard]] bool parse_per_phi_json(std::string_view text, TraceFile& file);

} // namespace tapir::trace
