#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "format/text_token.hpp"

namespace tapir::trace {

/// Where in a line the scanner stands, for rules that depend on what stands before.
struct LineContext {
    std::string_view text;
    std::size_t begin = 0, end = 0;    ///< of the line
    std::span<const TextToken> tokens; ///< of the line, so far
};

// Each of these reads at `at` what a named rule leaves out of the comparison; it sets the token's
// place, kind and rule and returns true, or leaves it alone and returns false.

/// 2026-01-05, 2026/01/05, 5 Jan 2026, Mon Jan 5 10:20:30 2026; with the time of day behind a T.
/// A date that tells a version (of a line with "version" or "copyright", in brackets behind a
/// program's name) and one that is a cell of a table are compared.
[[nodiscard]] bool read_date(const LineContext& line, std::size_t at, TextToken& token);

/// 10:20:30, where a line begins or behind a date or a word such as "at", "started", "INFO".
[[nodiscard]] bool read_clock(const LineContext& line, std::size_t at, TextToken& token);

/// What a program says of its own speed: a number that was read, with a unit of time behind it, in
/// a line that says elapsed, wall, took, ...; or without one right behind such a word.
[[nodiscard]] bool is_duration(const LineContext& line, const TextToken& number, TextToken& token);

/// The directory of a path to a file; the file's name is compared.
[[nodiscard]] bool read_directory(const LineContext& line, std::size_t at, TextToken& token);

/// A machine's name behind "host:", "hostname" or "on host"; an address behind "at".
[[nodiscard]] bool read_host(const LineContext& line, std::size_t at, TextToken& token);
[[nodiscard]] bool read_address(const LineContext& line, std::size_t at, TextToken& token);

/// Whether the number that comes next is the id of a process.
[[nodiscard]] bool expects_process_id(const LineContext& line);

/// np.float64 in front of a bracket.
[[nodiscard]] bool is_number_type(std::string_view word);

/// Whether a word is the name of a month or a day of the week, in letters.
[[nodiscard]] bool may_begin_date(std::string_view word);

} // namespace tapir::trace
