#include "tapir/reports/archive/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "archive/archive_names.hpp"
#include "archive/tar_stream.hpp"
#include "tapir/reports/archive/folder_draft.hpp"
#include "tapir/reports/archive/manifest.hpp"
#include "tapir/reports/text/printable.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/temporary_name.hpp"

namespace tapir::reports {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t piece = std::size_t{1} << 16U;

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;
using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

[[noreturn]] void cannot_pack(const fs::path& archive_file, const std::string& problem) {
    throw InputError({.where = archive_file.string(),
                      .problem = "cannot be packed: " + problem,
                      .reason = "nothing is left of it",
                      .remedy = "Give a new name in a folder that may be written to and has free "
                                "space."});
}

[[noreturn]] void refuse_archive(const fs::path& archive_file, const std::string& problem,
                                 const std::string& reason) {
    throw InputError(
        {.where = archive_file.string(),
         .problem = problem,
         .reason = reason,
         .remedy = "Nothing was unpacked; take the archive from where it was packed."});
}

/// A file that is removed unless it has been renamed.
class TemporaryFile {
  public:
    explicit TemporaryFile(const fs::path& target)
        : path_(temporary_neighbour(target, ".tmp-" + std::to_string(::getpid()))) {}
    ~TemporaryFile() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile(TemporaryFile&&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void pack_file(archive* out, const fs::path& folder, const std::string& name,
               const fs::path& archive_file) {
    constexpr unsigned int permissions = 0644;
    constexpr std::time_t no_time = 0;
    const Entry entry(archive_entry_new(), archive_entry_free);
    std::ifstream in(folder / name, std::ios::binary);
    const auto size = static_cast<la_int64_t>(fs::file_size(folder / name));
    archive_entry_set_pathname(entry.get(), (std::string(top_folder) + name).c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), permissions);
    archive_entry_set_mtime(entry.get(), no_time, 0);
    archive_entry_set_size(entry.get(), size);
    if (archive_write_header(out, entry.get()) != ARCHIVE_OK) {
        cannot_pack(archive_file, error_of(out));
    }
    std::array<char, piece> buffer{};
    la_int64_t done = 0;
    while (in.read(buffer.data(), buffer.size()), in.gcount() > 0) {
        const auto count = static_cast<std::size_t>(in.gcount());
        if (archive_write_data(out, buffer.data(), count) != static_cast<la_ssize_t>(count)) {
            cannot_pack(archive_file, error_of(out));
        }
        done += static_cast<la_int64_t>(count);
    }
    if (in.bad() || done != size) {
        cannot_pack(archive_file, name + " changed meanwhile, or cannot be read");
    }
}

/// An archive in the folder would be an extra file of it. Links and ".." are followed.
void require_outside(const fs::path& folder, const fs::path& archive_file) {
    fs::path above = fs::weakly_canonical(fs::absolute(archive_file).parent_path());
    for (std::error_code unknown; above.has_relative_path(); above = above.parent_path()) {
        if (fs::equivalent(above, folder, unknown)) {
            throw InputError({.where = archive_file.string(),
                              .problem = "lies inside the bundle " + folder.string(),
                              .reason = "a file more, and the bundle is not whole any longer",
                              .remedy = "Give a name beside the bundle, or elsewhere."});
        }
    }
}

Writer open_writer(const fs::path& file, const fs::path& archive_file) {
    Writer out(archive_write_new(), archive_write_free);
    const bool opened = archive_write_set_format_pax_restricted(out.get()) == ARCHIVE_OK &&
                        archive_write_add_filter_zstd(out.get()) == ARCHIVE_OK &&
                        archive_write_set_filter_option(out.get(), "zstd", "compression-level",
                                                        "12") == ARCHIVE_OK &&
                        archive_write_open_filename(out.get(), file.c_str()) == ARCHIVE_OK;
    if (!opened) {
        cannot_pack(archive_file, error_of(out.get()));
    }
    return out;
}

[[noreturn]] void goes_on(const fs::path& archive_file) {
    refuse_archive(archive_file, "goes on after the end of its archive",
                   "what follows would be passed over, or taken for a part of it");
}

[[noreturn]] void unreadable(const TarStream& in, const fs::path& archive_file) {
    if (in.has_more()) {
        goes_on(archive_file);
    }
    if (!in.fault().empty()) {
        refuse_archive(archive_file, in.fault(),
                       "a bundle is regular files, and nothing is said of them besides");
    }
    if (!in.opened()) {
        refuse_archive(archive_file, "is no .tar.zst that can be read: " + in.problem(),
                       "a bundle is packed by `tapir bundle pack`");
    }
    refuse_archive(archive_file, "is damaged: " + in.problem(), "not all of it could be read");
}

/// The first file that is not as the list says, in words.
std::string first_damage(const FolderCheck& check) {
    return !check.extra.empty() ? "holds '" + check.extra.front() + "', which is not listed in"
           : !check.missing.empty()
               ? "lacks '" + check.missing.front() + "', which is listed in"
               : "holds '" + check.changed.front() + "' with another content than stated in";
}

/// Writes one file. @param left  bytes that may still come
void unpack_file(const TarStream& in, FolderDraft& draft, const std::string& name,
                 std::uint64_t& left, const ArchiveLimits& limits, const fs::path& archive_file) {
    draft.write(name, "");
    std::ofstream out(draft.path() / name, std::ios::binary);
    std::array<char, piece> buffer{};
    for (;;) {
        const la_ssize_t count = archive_read_data(in.tar(), buffer.data(), buffer.size());
        if (count < 0) {
            unreadable(in, archive_file);
        }
        if (count == 0) {
            break;
        }
        if (static_cast<std::uint64_t>(count) > left) {
            refuse_archive(archive_file,
                           "holds more than the " + std::to_string(limits.bytes) +
                               " bytes that are allowed, with '" + name + "'",
                           "a small archive could fill the disk; `--limit-mib` allows more");
        }
        left -= static_cast<std::uint64_t>(count);
        out.write(buffer.data(), count);
    }
    out.close();
    if (!out) {
        refuse_archive(draft.target(), "cannot be written", "the disk is full or refuses");
    }
}

} // namespace

void pack_folder(const fs::path& folder, const fs::path& archive_file) {
    require_absent(archive_file);
    require_outside(folder, archive_file);
    std::vector<std::string> names;
    for (const Digest& digest : digests_of(folder)) {
        names.push_back(digest.name);
    }
    names.emplace_back(manifest_name);
    const TemporaryFile temporary(archive_file);
    const Writer out = open_writer(temporary.path(), archive_file);
    for (const std::string& name : names) {
        if (!is_portable_name(name)) {
            cannot_pack(archive_file, "the name '" + printable(name) + "' is not portable");
        }
        pack_file(out.get(), folder, name, archive_file);
    }
    if (archive_write_close(out.get()) != ARCHIVE_OK) {
        cannot_pack(archive_file, error_of(out.get()));
    }
    flush_to_disk(temporary.path());
    std::error_code failed;
    fs::rename(temporary.path(), archive_file, failed);
    if (failed) {
        cannot_pack(archive_file, failed.message());
    }
}

void unpack_archive(const fs::path& archive_file, const fs::path& folder,
                    const ArchiveLimits& limits) {
    FolderDraft draft(folder);
    TarStream in(archive_file);
    if (!in.opened()) {
        unreadable(in, archive_file);
    }
    ArchiveNames names;
    std::uint64_t left = limits.bytes;
    archive_entry* entry = nullptr;
    int status = ARCHIVE_OK;
    while ((status = archive_read_next_header(in.tar(), &entry)) == ARCHIVE_OK) {
        const char* path = archive_entry_pathname(entry);
        if (const std::string fault = names.add(path == nullptr ? "" : path); !fault.empty()) {
            refuse_archive(archive_file, "holds " + fault,
                           "a bundle has plain names below " + std::string(top_folder) +
                               ", each once");
        }
        if (names.size() > limits.files) {
            refuse_archive(archive_file,
                           "holds more than " + std::to_string(limits.files) + " files",
                           "a small archive could fill the disk");
        }
        unpack_file(in, draft, names.last(), left, limits, archive_file);
    }
    if (const std::string fault = names.clash(); !fault.empty()) {
        refuse_archive(archive_file, "holds " + fault, "they are one file on some systems");
    }
    if (!names.has(manifest_name)) {
        refuse_archive(archive_file, "holds no " + std::string(manifest_name), "it is no bundle");
    }
    if (status != ARCHIVE_EOF) {
        unreadable(in, archive_file);
    }
    if (!in.ends_here()) {
        goes_on(archive_file);
    }
    if (const FolderCheck check = check_folder(draft.path()); !check.whole()) {
        refuse_archive(archive_file, first_damage(check) + " its sha256.txt",
                       "it was changed after the bundle was made");
    }
    draft.publish();
}

} // namespace tapir::reports
