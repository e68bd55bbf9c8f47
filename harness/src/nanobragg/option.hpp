#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "nanobragg/argument_reader.hpp"

namespace tapir::harness {

/// How the C program matches a token: anywhere in it, or the whole of it.
enum class Match : std::uint8_t { contains, exact };

/// An option of the C program: how it is recognised and what it sets.
struct Option {
    std::string_view pattern;
    Match match = Match::contains;
    std::function<void(ArgumentReader&)> apply;
    int values = 1;                        ///< words that follow, for messages
    std::vector<std::string_view> topics;  ///< what it sets; a later one of the same replaces it
    std::vector<std::string_view> names{}; ///< full names besides the pattern itself
    bool last = false;                     ///< a token it matches meets no later option
    bool without_effect = false;           ///< the C program reads it and never uses it

    /// Whether the C program takes the token for this option.
    [[nodiscard]] bool matches(std::string_view token) const {
        return match == Match::exact ? token == pattern
                                     : token.find(pattern) != std::string_view::npos;
    }
    /// Whether the token is this option's full name.
    [[nodiscard]] bool is_named(std::string_view token) const;
};

} // namespace tapir::harness
