#pragma once

#include <cstddef>

#include "format/text_cursor.hpp"
#include "format/text_ignorables.hpp"

namespace tapir::trace {

/// Reads the directory of a path to a file; the file's name is compared. It sets the token's place,
/// kind and rule and returns true, or leaves it alone and returns false.
[[nodiscard]] bool read_directory(const LineContext& line, std::size_t at, TextToken& token);

/// Whether a path begins that is a file of the working directory: "./result.dat", but not
/// "./run/result.dat".
[[nodiscard]] bool names_a_file_here(const LineCursor& line);

} // namespace tapir::trace
