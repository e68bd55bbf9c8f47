#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tapir::harness {

/// Makes an input that gives its bytes once, a pipe, one that can be read again and in pieces: they
/// are written to a temporary file without a name (in TMPDIR, as large as the disk allows).
///
/// @param path  "-" is standard input, once a command
/// @return the path to read it by: the given one where it names a descriptor (/dev/stdin,
///         /dev/fd/63, as a shell writes `<(command)`) or is no pipe, else /dev/fd/N
/// @throws InputError  the bytes cannot be read, there is no room for them, or TMPDIR is no
///                     folder; standard input is named again
[[nodiscard]] std::string readable_again(const std::string& path);

/// Makes a text a file without a name, which can be read as often as wanted.
/// @return the path to read it by
/// @throws InputError  there is no room for it
[[nodiscard]] std::string temporary_copy(std::string_view text);

/// Before the first of several inputs is read: one pipe cannot serve as two of them.
/// @throws InputError  two paths name one pipe, whose second reader would wait for ever
void require_pipes_once(const std::vector<std::string>& paths);

} // namespace tapir::harness
