#pragma once

#include <string>
#include <string_view>

namespace tapir::trace {

/// Whether a word is a log's level: "info", "WARNING".
[[nodiscard]] bool is_level(std::string_view word);

/// Whether a word is TRACE_C_PAIR or the like, which stands at the head of a line.
[[nodiscard]] bool is_tag(std::string_view word);

/// "PAIR" of TRACE_C_PAIR; "" of any other word.
[[nodiscard]] std::string kind_of_tag(std::string_view tag);

} // namespace tapir::trace
