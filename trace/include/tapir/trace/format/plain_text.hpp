#pragma once

#include <cstddef>
#include <string>

namespace tapir::trace {

/// The bytes of a file as plain UTF-8 text with line feeds: decompressed (gzip, zstd), decoded
/// (byte order mark, UTF-16), without carriage returns, escape sequences of a terminal and all but
/// the last state of a progress line. Lines keep their number. What it cannot decode stays as it
/// is.
/// @param largest  more text than this is refused [bytes]
/// @throws InputError  the text is larger, or a compressed file is damaged
[[nodiscard]] std::string plain_text_of(std::string bytes, const std::string& name,
                                        std::size_t largest);

} // namespace tapir::trace
