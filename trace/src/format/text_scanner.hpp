#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "format/text_token.hpp"

namespace tapir::trace {

/// Cuts the line [begin, end) of a text into tokens and appends them. Notation is passed over:
/// blanks, = : , ; ( ) [ ] { } | quotes, arrows, a full stop, rules of four or more dashes, leader
/// dots, #. All else is a token.
/// @param tokens  those of the lines before that the line goes on from, or empty
/// @param shape   goes on too
void scan_line(std::string_view text, std::size_t begin, std::size_t end,
               std::vector<TextToken>& tokens, LineShape& shape);

} // namespace tapir::trace
