#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tapir::reports {

/// The file of a folder that lists all others; it never lists itself.
inline constexpr const char* manifest_name = "sha256.txt";

/// A line of `sha256.txt`.
struct Digest {
    std::string sha256; ///< 64 lower-case hexadecimal digits
    std::string name;   ///< relative to the folder, parted by "/"
};

/// Whether a name is relative, stays below its folder and means the same on every system: letters,
/// digits, "." "_" "-", parted by single "/"; no part is "." or "..", none begins with "-".
[[nodiscard]] bool is_portable_name(std::string_view name);

/// Names that differ in case only are one file on some systems.
/// @return a pair of them, or two empty names
[[nodiscard]] std::pair<std::string, std::string>
clash_of_case(const std::vector<std::string>& names);

/// Every file below a folder but `sha256.txt`, by name. @throws InputError  unreadable
[[nodiscard]] std::vector<Digest> digests_of(const std::filesystem::path& folder);

/// `sha256sum` prints the same, and its option -c reads it.
[[nodiscard]] std::string manifest_text(const std::vector<Digest>& digests);

/// Reads exactly what `manifest_text` writes: any other byte is an error.
/// @param where  named in errors
/// @throws InputError  a malformed or repeated line, lines out of order, a name that is not
///                     portable, `sha256.txt` itself
[[nodiscard]] std::vector<Digest> parse_manifest(std::string_view text, const std::string& where);

/// How a folder differs from its `sha256.txt`.
struct FolderCheck {
    std::size_t files = 0;                            ///< listed
    std::vector<std::string> missing, extra, changed; ///< names; hidden files, folders, links too
    [[nodiscard]] bool whole() const { return missing.empty() && extra.empty() && changed.empty(); }
};

/// @throws InputError  no folder, no `sha256.txt` in it, or a malformed one
[[nodiscard]] FolderCheck check_folder(const std::filesystem::path& folder);

} // namespace tapir::reports
