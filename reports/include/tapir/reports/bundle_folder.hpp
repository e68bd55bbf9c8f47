#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tapir::reports {

/// A file of a folder of evidence.
struct BundleFile {
    std::string name; ///< without folders
    std::string bytes;
};

/// @throws InputError  there is something at the path already, or no folder above it
void require_absent(const std::filesystem::path& folder);

/// Writes a folder with the files and `sha256.txt`, which `sha256sum -c` accepts and which does
/// not list itself: into a temporary neighbour that is renamed, so that there is never half of it.
/// @throws InputError  the path is taken, its parent is missing, or the disk refuses
void write_folder(const std::filesystem::path& folder, const std::vector<BundleFile>& files);

} // namespace tapir::reports
