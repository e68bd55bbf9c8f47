#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "format/text_token.hpp"

namespace tapir::trace {

/// "dates", "times of day", ...: as the account of a verdict calls a rule.
[[nodiscard]] const char* name_of_rule(IgnoreKind kind);

/// What rules found out of a line as a whole, so that each of its tokens is looked at once, however
/// many numbers ask.
struct LineMemory {
    /// Whether one of the tokens that were looked at says so.
    struct Told {
        bool says = false;
        std::size_t looked_at = 0; ///< tokens, from the first

        template <class Says>
        bool any_of(std::span<const TextToken> tokens, const Says& says_so) {
            while (!says && looked_at < tokens.size()) {
                says = says_so(tokens[looked_at++]);
            }
            return says;
        }
    };
    Told speed, run;
    std::optional<bool> version; ///< whether the line speaks of one
};

/// Where in a line the scanner stands, for rules that depend on what stands before.
struct LineContext {
    std::string_view text;
    std::size_t begin = 0, end = 0;    ///< of the line
    std::span<const TextToken> tokens; ///< of the line, so far
    LineMemory* memory = nullptr;      ///< of the line
};

// Each of these reads at `at` what a named rule leaves out of the comparison; it sets the token's
// place, kind and rule and returns true, or leaves it alone and returns false.

/// What a program says of its own speed: a number that was read, with a unit of time behind it, in
/// a line that says elapsed, wall, took, ...; or without one right behind such a word.
[[nodiscard]] bool is_duration(const LineContext& line, const TextToken& number, TextToken& token);

/// A machine's name behind "host:", "hostname" or "on host"; an address behind "at".
[[nodiscard]] bool read_host(const LineContext& line, std::size_t at, TextToken& token);
[[nodiscard]] bool read_address(const LineContext& line, std::size_t at, TextToken& token);

/// Whether the number that comes next is the id of a process.
[[nodiscard]] bool expects_process_id(const LineContext& line);

/// np.float64 in front of a bracket.
[[nodiscard]] bool is_number_type(std::string_view word);

} // namespace tapir::trace
