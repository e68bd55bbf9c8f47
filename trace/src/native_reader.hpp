#pragma once

#include <string_view>

#include "tapir/trace/trace_file.hpp"

namespace tapir::trace {

/// Whether the text starts like a native trace.
[[nodiscard]] bool is_native(std::string_view text);

/// Reads a native trace into `file`; problems and truncation are noted there.
void parse_native(std::string_view text, TraceFile& file);

} // namespace tapir::trace
