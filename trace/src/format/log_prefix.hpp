#pragma once

#include <string_view>

namespace tapir::trace {

/// A line without what a logger puts in front of it: blanks, marks in brackets ("[0]", "[DEBUG]"),
/// levels ("INFO:"), ranks ("rank 3:"), dates and times, and the dashes between them.
[[nodiscard]] std::string_view without_log_prefix(std::string_view line);

/// A line from `mark` on, where nothing but a log prefix, or the name of a logger with a colon,
/// stands before it; "" for any other line.
[[nodiscard]] std::string_view from_mark(std::string_view line, std::string_view mark);

} // namespace tapir::trace
