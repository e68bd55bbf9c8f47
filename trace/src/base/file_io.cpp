#include "tapir/trace/base/file_io.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include "base/descriptor.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/temporary_name.hpp"

namespace tapir {

namespace {

namespace fs = std::filesystem;

constexpr mode_t readable_by_all = 0666;                       // less what the user's mask takes
constexpr std::size_t most_of_device = std::size_t{64} << 20U; // a terminal gives less

[[noreturn]] void cannot_read(const fs::path& path, std::string_view what, int error) {
    throw InputError({.where = path.string(),
                      .problem = "cannot be read: " + std::string(std::strerror(error)),
                      .reason = "it is needed as the " + std::string(what),
                      .remedy = "Give the path of a readable file; relative paths start at the "
                                "current folder."});
}

[[noreturn]] void cannot_write(const fs::path& path, int error) {
    throw InputError({.where = path.string(),
                      .problem = "cannot be written: " + std::string(std::strerror(error)),
                      .reason = "the result has nowhere to go; nothing was left behind",
                      .remedy = "Give a path in an existing, writable folder with free space."});
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Of no other file that this or another process writes now.
std::string new_ending() {
    static std::atomic<unsigned> count{0};
    return ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

bool is_special(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    return !error && fs::exists(status) && !fs::is_regular_file(status) &&
           !fs::is_directory(status);
}

void write_directly(const fs::path& path, std::string_view bytes) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.get() < 0 || !write_all(file.get(), bytes)) {
        cannot_write(path, errno);
    }
}

} // namespace

std::string read_file(const fs::path& path, std::string_view what_it_is) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
        cannot_read(path, what_it_is, errno);
    }
    struct stat info {};
    if (::fstat(file.get(), &info) == 0 && S_ISDIR(info.st_mode)) {
        cannot_read(path, what_it_is, EISDIR);
    }
    // a regular file fits at once, with a byte over that shows its end; pipes come in pieces
    constexpr std::size_t piece = std::size_t{1} << 18U;
    const std::size_t expected =
        S_ISREG(info.st_mode) && info.st_size > 0 ? static_cast<std::size_t>(info.st_size) : piece;
    std::string bytes(expected + 1, '\0');
    std::size_t filled = 0;
    for (;;) {
        const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno != EINTR) {
            cannot_read(path, what_it_is, errno);
        }
        if (count == 0) {
            bytes.resize(filled);
            return bytes;
        }
        filled += static_cast<std::size_t>(count > 0 ? count : 0);
        if (filled > most_of_device && S_ISCHR(info.st_mode)) {
            throw InputError({.where = path.string(),
                              .problem = "is a device that gives bytes without an end",
                              .reason = "it is needed as the " + std::string(what_it_is),
                              .remedy = "Give a file or a pipe."});
        }
        if (filled == bytes.size()) {
            bytes.resize(2 * bytes.size());
        }
    }
}

AtomicFile::AtomicFile(const fs::path& path)
    : path_(path), temporary_(temporary_neighbour(path, new_ending())) {
    std::error_code unknown; // then opening it says so
    if (fs::is_directory(path, unknown) || is_special(path)) {
        cannot_write(path, fs::is_directory(path, unknown) ? EISDIR : EINVAL);
    }
    fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, readable_by_all);
    if (fd_ < 0) {
        cannot_write(path, errno);
    }
}

AtomicFile::~AtomicFile() {
    if (fd_ >= 0) {
        ::close(fd_);
        ::unlink(temporary_.c_str());
    }
}

void AtomicFile::throw_last_error() {
    cannot_write(path_, errno);
}

void AtomicFile::append(std::string_view bytes) {
    if (!write_all(fd_, bytes)) {
        throw_last_error();
    }
}

void AtomicFile::patch(std::uint64_t offset, std::string_view bytes) {
    if (::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset)) !=
        static_cast<ssize_t>(bytes.size())) {
        throw_last_error();
    }
}

void AtomicFile::commit() {
    const int fd = std::exchange(fd_, -1);
    if (::close(fd) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary_.c_str());
        cannot_write(path_, error);
    }
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
    if (is_special(path)) {
        write_directly(path, bytes);
        return;
    }
    AtomicFile file(path);
    file.append(bytes);
    file.commit();
}

void copy_to_new_file(const fs::path& source, const fs::path& target) {
    const Descriptor in(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.get() < 0) {
        cannot_read(source, "evidence", errno);
    }
    Descriptor out(
        ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, readable_by_all));
    if (out.get() < 0) {
        cannot_write(target, errno);
    }
    constexpr std::size_t piece = std::size_t{1} << 18U;
    std::vector<char> buffer(piece);
    for (;;) {
        const ssize_t count = ::read(in.get(), buffer.data(), buffer.size());
        if (count < 0 && errno != EINTR) {
            cannot_read(source, "evidence", errno);
        }
        if (count > 0 && !write_all(out.get(), {buffer.data(), static_cast<std::size_t>(count)})) {
            cannot_write(target, errno);
        }
        if (count == 0) {
            break;
        }
    }
    if (!out.close()) {
        cannot_write(target, errno);
    }
}

void flush_to_disk(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    // some file systems know no fsync of a folder, and say so with EINVAL
    if (file.get() < 0 || (::fsync(file.get()) != 0 && errno != EINVAL)) {
        cannot_write(path, errno);
    }
}

} // namespace tapir
