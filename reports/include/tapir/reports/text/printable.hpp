#pragma once

#include <string>
#include <string_view>

namespace tapir::reports {

/// Text of unknown origin, safe on a terminal: what is no printable ASCII becomes "?".
[[nodiscard]] std::string printable(std::string_view text);

/// Text of several lines, safe on a terminal: letters of every script, line ends and tabs stay.
/// Control characters (C0, DEL, C1), what turns the reading direction or cannot be seen, and bytes
/// that are no UTF-8 become "?".
/// @param keep_colours  sequences that change nothing but the colour stay (`ESC [ 1 ; 31 m`)
[[nodiscard]] std::string safe_lines(std::string_view text, bool keep_colours = false);

/// Whether all of a text is UTF-8. @return false also where a character is half a pair
[[nodiscard]] bool is_unicode(std::string_view text);

/// JSON as it is, with what `safe_lines` would replace inside its words as an escape (\u202e), so
/// that it means the same. @param json  valid JSON, in valid UTF-8
[[nodiscard]] std::string safe_json(std::string_view json);

} // namespace tapir::reports
