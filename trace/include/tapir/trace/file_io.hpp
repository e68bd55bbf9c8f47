#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tapir {

/// Reads a whole file.
/// @throws InputError  when it is missing, a folder, or unreadable; `what_it_is` names it
[[nodiscard]] std::string read_file(const std::filesystem::path& path, std::string_view what_it_is);

/// Writes a whole file: to a temporary neighbour, then renamed, so that a reader sees the old
/// file, or none, or all of the new one. Special files (/dev/stdout, pipes) are written directly.
/// @throws InputError  when the folder is missing or the disk refuses; nothing is left behind
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Copies the bytes of a file, or of a pipe up to its end, to a new file; of any size.
/// @throws InputError  the source cannot be read, or the disk refuses; half a copy may be left
void copy_to_new_file(const std::filesystem::path& source, const std::filesystem::path& target);

/// Waits until a file or folder has reached the disk, so that a rename that follows cannot outlive
/// its content when the power fails.
/// @throws InputError  the disk refuses
void flush_to_disk(const std::filesystem::path& path);

} // namespace tapir
