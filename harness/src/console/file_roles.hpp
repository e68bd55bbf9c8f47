#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapir::harness {

/// Which files a run reads and which it writes. A file is what it is and not what it is called:
/// links and other ways to it are the same file. What is no regular file (a terminal, a pipe,
/// /dev/null) can be used as often as wanted, and "-" is a stream.
class FileRoles {
  public:
    /// @param what  as the user knows it: "--args-file", "the reflection list"
    /// @throws InputError  it is written as well
    void reads(const std::string& what, const std::filesystem::path& path);
    /// @param what  the option: "--json"
    /// @throws InputError  it is read, or written by another option
    void writes(const std::string& what, const std::filesystem::path& path);

  private:
    struct File {
        std::string what;
        std::filesystem::path given;
        std::filesystem::path resolved;
        std::optional<std::pair<dev_t, ino_t>> node; ///< where it is there already

        [[nodiscard]] bool same_as(const File& other) const;
    };

    /// Nothing for what can be used as often as wanted.
    [[nodiscard]] static std::optional<File> looked_at(const std::string& what,
                                                       const std::filesystem::path& path);
    [[noreturn]] static void refuse_overwriting(const File& input, const File& output);

    std::vector<File> inputs_, outputs_;
};

/// Those of this process. The command line's stand in it before a command runs, a scene's files
/// before anything is written.
[[nodiscard]] FileRoles& files_of_this_run();

} // namespace tapir::harness
