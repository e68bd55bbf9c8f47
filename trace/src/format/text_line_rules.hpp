#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "format/text_ignorables.hpp"
#include "format/text_token.hpp"

namespace tapir::trace {

/// Whether a line is a rule that says nothing: dashes and such, with nothing between.
/// @param stroke  a stroke of dashes was passed over in it
[[nodiscard]] bool is_rule_line(std::string_view text, std::span<const TextToken> tokens,
                                bool stroke);

/// Whether the tabs of the line [begin, end) stand between cells, rather than set words apart: a
/// line shortly before has as many tabs, and none of its cells is empty.
[[nodiscard]] bool has_tabbed_cells(std::string_view text, std::size_t begin, std::size_t end);

/// Whether the sign at `at`, with a digit behind it, is the number's: not in 3-5 and a-5, but in
/// 1.5-2.5, where two columns touch, and in 2-0.5i.
[[nodiscard]] bool sign_belongs_to_number(const LineContext& line, std::size_t at);

} // namespace tapir::trace
