#pragma once

#include <filesystem>

namespace tapir::harness {

/// Makes a folder the current one while it lives, so that what happens meanwhile names its files
/// relative to it, in verdicts and in messages.
class InFolder {
  public:
    explicit InFolder(const std::filesystem::path& folder)
        : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(folder);
    }
    ~InFolder() {
        std::error_code ignored;
        std::filesystem::current_path(before_, ignored);
    }
    InFolder(const InFolder&) = delete;
    InFolder& operator=(const InFolder&) = delete;
    InFolder(InFolder&&) = delete;
    InFolder& operator=(InFolder&&) = delete;

  private:
    std::filesystem::path before_;
};

} // namespace tapir::harness
