#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tapir::reports {

/// @throws InputError  there is something at the path already, or no folder above it
void require_absent(const std::filesystem::path& path);

/// A folder of evidence while it is made: a temporary neighbour of its target ("NAME.tmp-xxxxxx"),
/// which becomes the target in one step, or is removed. Whatever happens meanwhile, the target is
/// whole or not there.
class FolderDraft {
  public:
    /// @throws InputError  see require_absent; or the parent may not be written to
    explicit FolderDraft(const std::filesystem::path& target);
    ~FolderDraft();
    FolderDraft(const FolderDraft&) = delete;
    FolderDraft& operator=(const FolderDraft&) = delete;
    FolderDraft(FolderDraft&&) = delete;
    FolderDraft& operator=(FolderDraft&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const std::filesystem::path& target() const { return target_; }

    /// A file of the folder, with the folders above it.
    /// @param name  see is_portable_name
    /// @throws InputError  the disk refuses
    void write(const std::string& name, std::string_view bytes);
    /// A copy of a file of any size; pipes are read to their end.
    void copy(const std::string& name, const std::filesystem::path& source);

    /// Writes `sha256.txt` of all that is in the folder.
    void seal();
    /// Waits for the disk, then gives the folder its name.
    /// @throws InputError  the name is taken by now, or the disk refuses
    void publish();

  private:
    [[nodiscard]] std::filesystem::path place_of(const std::string& name) const;

    std::filesystem::path target_, path_;
};

} // namespace tapir::reports
