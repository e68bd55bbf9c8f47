#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tapir::harness {

/// Where the evidence of a command goes, if it is asked for.
struct BundleOption {
    std::string folder, topic;
    int limit_mib = 64;       ///< larger input files are kept by their digest only
    std::string command_line; ///< as typed

    [[nodiscard]] bool wanted() const { return !folder.empty() || !topic.empty(); }
    [[nodiscard]] std::uint64_t limit_bytes() const;
    /// The folder given, or a new one in reports/archive/TOPIC/ whose name is the time; the folders
    /// above that are made.
    /// @throws InputError  see require_absent; a topic that is no plain name
    [[nodiscard]] std::filesystem::path target() const;
    /// Files that a command writes besides must not come to lie in the folder.
    /// @throws InputError  one of them would
    void require_outside(const std::vector<std::string>& files) const;
};

} // namespace tapir::harness
