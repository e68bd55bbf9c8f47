#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "format/text_token.hpp"

namespace tapir::trace {

/// Cuts the line [begin, end) of a text into tokens and appends them. Notation is passed over:
/// blanks, = : , ; ( ) [ ] { } | quotes, arrows, a full stop, lines of rules, strokes of dashes
/// that frame a line, leader dots, #. All else is a token: == between two terms, a quote behind a
/// number (3'), a control byte. What a token is no word for, and may not differ, is in the shape:
/// (3.5), [0, 1), a comma in quotes, a statement behind #.
/// @param tokens  those of the lines before that the line goes on from, or empty
/// @param shape   goes on too
void scan_line(std::string_view text, std::size_t begin, std::size_t end,
               std::vector<TextToken>& tokens, LineShape& shape);

} // namespace tapir::trace
