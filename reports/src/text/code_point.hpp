#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tapir::reports {

/// A character as it stands in UTF-8.
struct CodePoint {
    std::uint32_t value = 0;
    std::size_t length = 0; ///< in bytes; 0: these bytes are no UTF-8
};

/// The code point at the beginning of a text that is not empty and whose first byte is not ASCII.
[[nodiscard]] CodePoint first_code_point(std::string_view text);

/// Whether a character outside ASCII moves a cursor, turns the reading direction or cannot be
/// seen: what a terminal must not be sent.
[[nodiscard]] bool is_hidden(std::uint32_t code_point);

} // namespace tapir::reports
