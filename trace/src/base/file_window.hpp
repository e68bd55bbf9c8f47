#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"

namespace tapir::trace {

/// A file of any size, seen through a window that moves forward; and any part of it again.
class FileWindow {
  public:
    /// @throws InputError  the file cannot be read, or is no regular file
    explicit FileWindow(const std::filesystem::path& path);

    [[nodiscard]] std::string_view view() const { return {bytes_.data() + begin_, end_ - begin_}; }
    [[nodiscard]] std::uint64_t offset() const { return offset_; } ///< of the view in the file
    [[nodiscard]] std::uint64_t size() const { return size_; }     ///< of the file, when opened

    /// Reads on at the end of the view; the window grows when it is full. Views change.
    /// @return false at the end of the file
    bool extend();
    /// The first bytes of the view are no longer needed.
    void drop(std::size_t bytes);

    /// Part of the file. @throws InputError  it is no longer there
    [[nodiscard]] std::string read_at(std::uint64_t offset, std::size_t bytes) const;

  private:
    [[nodiscard]] std::size_t read_some(char* to, std::size_t most, std::uint64_t from) const;

    std::filesystem::path path_;
    Descriptor file_;
    std::uint64_t size_ = 0, offset_ = 0;
    std::vector<char> bytes_;
    std::size_t begin_ = 0, end_ = 0;
};

} // namespace tapir::trace
