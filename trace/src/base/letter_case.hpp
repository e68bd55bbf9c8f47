#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace tapir::trace {

/// A text with the capitals of ASCII as small letters.
[[nodiscard]] inline std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    return lower;
}

} // namespace tapir::trace
