#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace tapir::trace {

/// The largest text that is held in memory [bytes].
inline constexpr std::size_t largest_text_held = std::size_t{256} << 20U;

/// A text, and what was left out of it.
struct PlainText {
    std::string text;
    /// States of progress lines that a later state of the same line wrote over.
    std::uint64_t passing_states = 0;
    /// Titles of windows, addresses of links and such, which a terminal takes and does not print.
    std::uint64_t terminal_commands = 0;
};

/// The bytes of a file as plain UTF-8 text with line feeds: decompressed (gzip, zstd), decoded
/// (byte order mark, UTF-16), without carriage returns, escape sequences of a terminal and all but
/// the last state of a progress line; a minus sign and blanks of other alphabets are those of
/// ASCII. Lines keep their number, counted by line feeds; in a text without line feeds each
/// carriage return ends a line. What it cannot decode stays as it is.
/// @param name     of the file, for messages
/// @param largest  more text than this is refused [bytes]
/// @throws InputError  the text is larger, or a compressed file is damaged
[[nodiscard]] PlainText plain_text(std::string bytes, const std::string& name, std::size_t largest);

/// The same, the text alone.
[[nodiscard]] std::string plain_text_of(std::string bytes, const std::string& name,
                                        std::size_t largest);

} // namespace tapir::trace
