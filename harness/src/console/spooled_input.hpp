#pragma once

#include <string>
#include <vector>

namespace tapir::harness {

/// Makes an input that gives its bytes once, a pipe, one that can be read again and in pieces: they
/// are written to a temporary file without a name (in TMPDIR, as large as the disk allows).
///
/// @return the path to read it by: the given one where it names a descriptor (/dev/stdin,
///         /dev/fd/63, as a shell writes `<(command)`) or is no pipe, else /dev/fd/N
/// @throws InputError  the bytes cannot be read, there is no room for them, or TMPDIR is no folder
[[nodiscard]] std::string readable_again(const std::string& path);

/// Before the first of several inputs is read: one pipe cannot serve as two of them.
/// @throws InputError  two paths name one pipe, whose second reader would wait for ever
void require_pipes_once(const std::vector<std::string>& paths);

} // namespace tapir::harness
