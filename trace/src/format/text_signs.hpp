#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tapir::trace {

/// A sign of more than one byte that is no part of a word.
struct SpecialSign {
    std::size_t size = 0; ///< 0: there is none
    enum class Meaning : std::uint8_t { word, soft, separator, elision } meaning = Meaning::soft;
};

/// The sign that begins at `at`; its size is 0 where none does.
[[nodiscard]] SpecialSign special_sign(std::string_view text, std::size_t at);

/// What a word of a text is compared as: "true" for True and .TRUE., "+/-" for the sign of that
/// meaning, i for the imaginary unit j behind a number.
/// @param behind_number  a number stands directly before it
[[nodiscard]] std::string_view plain_word(std::string_view word, bool behind_number);

} // namespace tapir::trace
