#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "format/text_document.hpp"

namespace tapir::trace {

/// The cell of a heading that stands over a token of a row; "" where the numbers of cells differ.
/// @param which  of the row's tokens
[[nodiscard]] std::string column_name(const TextDocument& document, const TextLine& heading,
                                      const TextLine& row, const std::vector<TextToken>& tokens,
                                      std::size_t which);

/// The heading of a row that has words as well: the nearest line of words alone over rows of as
/// many tokens. `no_line` where there is none.
[[nodiscard]] std::uint32_t heading_over(const TextDocument& document, std::uint32_t row);

} // namespace tapir::trace
