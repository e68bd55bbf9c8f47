#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

/// The source tree as data: which files there are, and what they include.
namespace tapir::structure {

/// A file of one of the four components.
struct SourceFile {
    std::string path;      ///< relative to the root of the repository
    std::string component; ///< "trace", "engine", "reports" or "harness"
    std::string folder;    ///< sub-folder of `src` or of `include/tapir/COMPONENT`; "" without one
    std::string stem;      ///< name without extension; header and source of one stem are a module
    std::string text;
    std::vector<std::string> includes; ///< paths of files of ours, relative to the root

    /// "trace:alignment"
    [[nodiscard]] std::string module() const { return component + ":" + stem; }
    [[nodiscard]] std::size_t lines() const;
    [[nodiscard]] bool is_header() const { return path.size() > 4 && path.ends_with(".hpp"); }
    [[nodiscard]] bool is_public() const {
        return path.find("/include/tapir/") != std::string::npos;
    }
};

/// A file from its path and text; `includes` is left empty.
[[nodiscard]] SourceFile source_file(const std::string& path, std::string text);

/// Finds the files that each file includes. What belongs to other libraries is passed over.
void resolve_includes(std::vector<SourceFile>& files);

/// Every header and source of the four components, sorted by path, with its includes.
[[nodiscard]] std::vector<SourceFile> read_source_tree(const std::filesystem::path& root);

} // namespace tapir::structure
