#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tapir::trace {

/// A text in UTF-16, either byte order, as UTF-8: with a byte order mark, or without one where
/// nothing else can be meant (most units are ASCII, none is a control character).
/// @return nothing when the bytes are no such text, or hold half a character
[[nodiscard]] std::optional<std::string> utf8_of_utf16(std::string_view bytes);

} // namespace tapir::trace
