#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

/// Words of a line, whoever wrote it.
namespace tapir::trace {

/// A text without the blanks at its ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text,
                                                 std::string_view blanks = " \t") {
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// Whether two words are the same but for capitals of ASCII.
[[nodiscard]] constexpr bool same_word(std::string_view one, std::string_view other) {
    const auto small = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [small](char a, char b) { return small(a) == small(b); });
}

template <std::size_t n>
[[nodiscard]] bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
    return std::any_of(words.begin(), words.end(),
                       [word](std::string_view one) { return same_word(word, one); });
}

} // namespace tapir::trace
