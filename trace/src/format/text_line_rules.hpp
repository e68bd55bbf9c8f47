#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "format/text_ignorables.hpp"
#include "format/text_token.hpp"

namespace tapir::trace {

/// Whether a line begins as rules and lines of bars do; else it is neither.
[[nodiscard]] bool may_be_drawn(std::string_view line);

/// Whether the line [begin, end) is a rule that says nothing: at least four of one of - = _ ~, in
/// columns or not, and no line of a picture or of a sequence.
[[nodiscard]] bool is_rule_line(std::string_view text, std::size_t begin, std::size_t end);

/// Which gaps of a line of bars alone, | |   |, are of one blank at most, as a digest; 0: it is no
/// such line. In a picture they say where it is open.
[[nodiscard]] std::uint64_t narrow_gaps(std::string_view line);

/// Whether strokes of dashes stand at both ends of a line, with a text between: ---- Step 5 ----
[[nodiscard]] bool frames_text(std::string_view line);

/// Where the quote is that closes the cell of CSV that the one at `at` opens; 0: it opens none.
[[nodiscard]] std::size_t end_of_quoted_cell(std::string_view line, std::size_t at);

/// Whether a comma at the end of a line of CSV has an empty cell behind it, rather than more of the
/// list on the next line.
[[nodiscard]] bool ends_with_empty_cell(std::string_view line);

/// Whether the tabs of the line [begin, end) stand between cells, rather than set words apart: a
/// line shortly before has as many tabs, and none of its cells is empty.
[[nodiscard]] bool has_tabbed_cells(std::string_view text, std::size_t begin, std::size_t end);

/// Whether the sign at `at`, with a digit behind it, is the number's: not in 3-5 and a-5, but in
/// 1.5-2.5, where two columns touch, and in 2-0.5i.
[[nodiscard]] bool sign_belongs_to_number(const LineContext& line, std::size_t at);

} // namespace tapir::trace
