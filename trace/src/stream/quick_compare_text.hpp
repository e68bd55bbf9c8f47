#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What the quick look at large traces asks of a text, without reading it.
namespace tapir::trace {

/// How many first bytes of two texts are the same.
[[nodiscard]] std::size_t same_bytes(std::string_view a, std::string_view b);

/// A part of a line.
struct Token {
    std::size_t begin, end;
};

/// The token that a place of a line lies in or ends.
[[nodiscard]] Token token_at(std::string_view line, std::size_t place);

[[nodiscard]] bool has_fraction(std::string_view token);

/// Whether one printed value is a finite number.
[[nodiscard]] bool says_number(std::string_view piece);

/// How many finite numbers a text holds, blanks between them; 0 when one of its words is none.
[[nodiscard]] std::uint64_t count_numbers(std::string_view text);

/// Whether a text is loops with their indices, as native records have them.
[[nodiscard]] bool good_loops(std::string_view loops);

} // namespace tapir::trace
