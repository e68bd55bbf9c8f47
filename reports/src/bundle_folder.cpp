#include "tapir/reports/bundle_folder.hpp"

#include <cstdlib>
#include <system_error>

#include "tapir/trace/digest.hpp"
#include "tapir/trace/error.hpp"
#include "tapir/trace/file_io.hpp"

namespace tapir::reports {

namespace fs = std::filesystem;

namespace {

/// A folder that is removed unless it has been renamed.
class TemporaryFolder {
  public:
    explicit TemporaryFolder(const fs::path& target) {
        std::string pattern = target.string() + ".tmp-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw InputError({.where = target.string(),
                              .problem = "cannot be written",
                              .reason = "its parent is no folder, or may not be written to",
                              .remedy = "Give a new folder in one that is there."});
        }
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// "dir/" and "dir" are the same folder.
fs::path without_slash(const fs::path& folder) {
    return folder.has_filename() ? folder : folder.parent_path();
}

} // namespace

void require_absent(const fs::path& folder) {
    std::error_code ignored;
    if (fs::symlink_status(folder, ignored).type() != fs::file_type::not_found) {
        throw InputError({.where = folder.string(),
                          .problem = "is there already",
                          .reason = "evidence is never overwritten",
                          .remedy = "Give a folder that does not exist."});
    }
    const fs::path parent = fs::absolute(without_slash(folder)).parent_path();
    if (!fs::is_directory(parent, ignored)) {
        throw InputError({.where = folder.string(),
                          .problem = "cannot be written",
                          .reason = parent.string() + " is no folder",
                          .remedy = "Give a new folder in one that is there."});
    }
}

void write_folder(const fs::path& folder, const std::vector<BundleFile>& files) {
    const fs::path target = without_slash(folder);
    require_absent(target);
    const TemporaryFolder temporary(target);
    std::string sums;
    for (const BundleFile& file : files) {
        write_file_atomically(temporary.path() / file.name, file.bytes);
        sums += sha256_hex(file.bytes) + "  " + file.name + "\n";
    }
    write_file_atomically(temporary.path() / "sha256.txt", sums);
    fs::permissions(temporary.path(), fs::perms::owner_all | fs::perms::group_read |
                                          fs::perms::group_exec | fs::perms::others_read |
                                          fs::perms::others_exec);
    std::error_code failed;
    fs::rename(temporary.path(), target, failed);
    if (failed) {
        throw InputError({.where = target.string(),
                          .problem = "cannot be written (" + failed.message() + ")",
                          .reason = "nothing is left of it",
                          .remedy = "Give a new folder in one that is there."});
    }
}

} // namespace tapir::reports
