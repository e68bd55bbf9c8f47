#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace tapir {

/// Reads a whole file.
/// @throws InputError  when it is missing, a folder, or unreadable; `what_it_is` names it
[[nodiscard]] std::string read_file(const std::filesystem::path& path, std::string_view what_it_is);

/// A file that is written in pieces to a temporary neighbour and appears when it is whole.
class AtomicFile {
  public:
    /// @throws InputError  the folder is missing, or the path is no regular file
    explicit AtomicFile(const std::filesystem::path& path);
    ~AtomicFile(); ///< leaves nothing behind unless committed
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    AtomicFile(AtomicFile&&) = delete;
    AtomicFile& operator=(AtomicFile&&) = delete;

    /// @throws InputError  the disk refuses
    void append(std::string_view bytes);
    /// Overwrites what was written there. @throws InputError  the disk refuses
    void patch(std::uint64_t offset, std::string_view bytes);
    /// @throws InputError  the disk refuses; nothing is left behind
    void commit();

  private:
    [[noreturn]] void throw_last_error();

    std::filesystem::path path_, temporary_;
    int fd_ = -1;
};

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
