#pragma once

#include <cstddef>
#include <string_view>

#include "format/text_ignorables.hpp"
#include "format/text_token.hpp"

namespace tapir::trace {

/// 2026-01-05, 2026/01/05, 5 Jan 2026, Mon Jan 5 10:20:30 2026; with the time of day behind a T.
/// A date that tells a version (of a line with "version" or "copyright", in brackets behind a
/// program's name) and one that is a cell of a table are compared.
[[nodiscard]] bool read_date(const LineContext& line, std::size_t at, TextToken& token);

/// 10:20:30, where a line begins or behind a date or a word such as "at", "started", "INFO".
[[nodiscard]] bool read_clock(const LineContext& line, std::size_t at, TextToken& token);

/// Whether a word is the name of a month or a day of the week, in letters.
[[nodiscard]] bool may_begin_date(std::string_view word);

} // namespace tapir::trace
