#pragma once

#include <cstdint>
#include <filesystem>

namespace tapir::reports {

/// What an archive may hold at most, however small it is itself.
struct ArchiveLimits {
    std::uint64_t files = 10'000;
    std::uint64_t bytes = std::uint64_t{4} << 30U; ///< of all files together
};

/// Packs a folder into one `.tar.zst`: the files in the order of their names below the folder
/// `tapir-bundle/`, with fixed times, owner and permissions. Same content, same bytes, whatever
/// the folder is called and wherever it lies (with the same release of zstd).
/// @throws InputError  the archive is there already, or would lie in the folder, a file that cannot
///                     be read, a name that is not portable, a link, or the disk refuses; nothing
///                     is left behind then
void pack_folder(const std::filesystem::path& folder, const std::filesystem::path& archive);

/// Makes a new folder of such an archive. The folder is whole, by its own `sha256.txt`, or not
/// there.
/// @throws InputError  the folder is there already; the archive is damaged, goes beyond a limit,
///                     goes on after its end (a second frame or tar, whatever bytes), or holds
///                     anything but files of portable names below `tapir-bundle/`, each once
///                     (links, devices, "..", names that differ in case only), or any extension
///                     header but pax `path` and `size`; it holds no bundle that is whole; the
///                     disk refuses. The message names the entry and what is wrong with it
void unpack_archive(const std::filesystem::path& archive, const std::filesystem::path& folder,
                    const ArchiveLimits& limits);

} // namespace tapir::reports
