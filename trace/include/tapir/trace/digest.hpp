#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tapir {

/// SHA-256 of the bytes as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The same of a file of any size, read in pieces; links are not followed.
/// @throws InputError  it is missing, no regular file, or unreadable
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

} // namespace tapir
