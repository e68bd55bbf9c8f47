#include "tapir/reports/archive/folder_draft.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "tapir/reports/archive/manifest.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/temporary_name.hpp"

namespace tapir::reports {

namespace fs = std::filesystem;

namespace {

/// "dir/" and "dir" are the same folder.
fs::path without_slash(const fs::path& folder) {
    return folder.has_filename() ? folder : folder.parent_path();
}

[[noreturn]] void refused(const fs::path& target, const std::string& problem,
                          const std::string& reason) {
    throw InputError({.where = target.string(),
                      .problem = problem,
                      .reason = reason,
                      .remedy = "Give a new name in a folder that is there, may be written to and "
                                "has free space."});
}

constexpr fs::perms passable = fs::perms::owner_all | fs::perms::group_read |
                               fs::perms::group_exec | fs::perms::others_read |
                               fs::perms::others_exec;

/// Renames, and never over anything.
int rename_to_new(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    // a file system without that flag: a folder that holds something is not replaced either
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

} // namespace

void require_absent(const fs::path& path) {
    std::error_code ignored;
    if (fs::symlink_status(path, ignored).type() != fs::file_type::not_found) {
        refused(path, "is there already", "evidence is never overwritten");
    }
    const fs::path parent = fs::absolute(without_slash(path)).parent_path();
    if (!fs::is_directory(parent, ignored)) {
        refused(path, "cannot be written", parent.string() + " is no folder");
    }
}

FolderDraft::FolderDraft(const fs::path& target)
    : target_(fs::absolute(without_slash(target))) { // whatever the current folder will be
    require_absent(without_slash(target));
    std::string pattern = temporary_neighbour(target_, ".tmp-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        refused(target, "cannot be written: " + std::string(std::strerror(errno)),
                "no folder can be made beside it");
    }
    path_ = pattern;
}

FolderDraft::~FolderDraft() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path FolderDraft::place_of(const std::string& name) const {
    if (!is_portable_name(name)) {
        throw InternalError("a bundle cannot hold a file of the name " + name);
    }
    fs::path place = path_ / name;
    std::error_code failed;
    fs::create_directories(place.parent_path(), failed);
    if (failed) {
        refused(target_, "cannot be written: " + failed.message(), "nothing is left of it");
    }
    return place;
}

void FolderDraft::write(const std::string& name, std::string_view bytes) {
    write_file_atomically(place_of(name), bytes);
}

void FolderDraft::copy(const std::string& name, const fs::path& source) {
    copy_to_new_file(source, place_of(name));
}

void FolderDraft::seal() {
    write(manifest_name, manifest_text(digests_of(path_)));
}

void FolderDraft::publish() {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path_)) {
        if (entry.is_directory()) {
            fs::permissions(entry.path(), passable);
        }
        flush_to_disk(entry.path());
    }
    fs::permissions(path_, passable);
    flush_to_disk(path_);
    const int error = rename_to_new(path_, target_);
    if (error != 0) {
        refused(target_, "cannot be written: " + std::string(std::strerror(error)),
                "nothing is left of it");
    }
    flush_to_disk(target_.parent_path());
}

} // namespace tapir::reports
