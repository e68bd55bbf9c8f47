#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "format/text_characters.hpp"

namespace tapir::trace {

inline constexpr int most_exact_digits = 19; ///< as many fit into 64 bits

/// A byte of a text; behind its end a line feed.
[[nodiscard]] constexpr char byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? text[at] : '\n';
}

/// The digits of a number while they are read.
struct Digits {
    std::uint64_t mantissa = 0;
    int kept = 0; ///< digits in the mantissa
    int all = 0;  ///< significant digits
    int decimals = 0;
    int count = 0; ///< digits at all

    /// Adds the digits that stand from `at` on. @return where they end
    std::size_t add(std::string_view text, std::size_t at, bool behind_point) {
        const std::size_t begin = at;
        while (all == 0 && byte_at(text, at) == '0') {
            ++at;
        }
        const std::size_t first = at;
        std::uint64_t read = mantissa;
        const std::size_t room = first + static_cast<std::size_t>(most_exact_digits - kept);
        for (; at < room && is_digit(byte_at(text, at)); ++at) {
            read = read * 10 + static_cast<std::uint64_t>(text[at] - '0');
        }
        mantissa = read;
        kept += static_cast<int>(at - first);
        while (is_digit(byte_at(text, at))) {
            ++at;
        }
        all += static_cast<int>(at - first);
        count += static_cast<int>(at - begin);
        decimals += behind_point ? static_cast<int>(at - begin) : 0;
        return at;
    }
};

} // namespace tapir::trace
