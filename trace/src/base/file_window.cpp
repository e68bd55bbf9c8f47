#include "base/file_window.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t first_room = std::size_t{1} << 18U;

[[noreturn]] void cannot_read(const std::filesystem::path& path, const std::string& why) {
    throw InputError({.where = path.string(),
                      .problem = "cannot be read: " + why,
                      .reason = "it is needed as the trace",
                      .remedy = "Give the path of a readable file that nobody writes to."});
}

} // namespace

FileWindow::FileWindow(const std::filesystem::path& path)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), bytes_(first_room) {
    struct stat info {};
    if (file_.get() < 0 || ::fstat(file_.get(), &info) != 0) {
        cannot_read(path, std::strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) {
        cannot_read(path, "it is no regular file");
    }
    size_ = static_cast<std::uint64_t>(info.st_size);
}

std::size_t FileWindow::read_some(char* to, std::size_t most, std::uint64_t from) const {
    for (;;) {
        const ssize_t count = ::pread(file_.get(), to, most, static_cast<off_t>(from));
        if (count >= 0) {
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR) {
            cannot_read(path_, std::strerror(errno));
        }
    }
}

bool FileWindow::extend() {
    if (end_ == bytes_.size() && begin_ > 0) {
        std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == bytes_.size()) {
        bytes_.resize(2 * bytes_.size());
    }
    const std::size_t count =
        read_some(bytes_.data() + end_, bytes_.size() - end_, offset_ + (end_ - begin_));
    end_ += count;
    return count > 0;
}

void FileWindow::drop(std::size_t bytes) {
    begin_ += bytes;
    offset_ += bytes;
    if (begin_ == end_) {
        begin_ = end_ = 0;
    }
}

std::string FileWindow::read_at(std::uint64_t offset, std::size_t bytes) const {
    std::string part(bytes, '\0');
    std::size_t filled = 0;
    while (filled < bytes) {
        const std::size_t count = read_some(part.data() + filled, bytes - filled, offset + filled);
        if (count == 0) {
            cannot_read(path_, "it has become shorter");
        }
        filled += count;
    }
    return part;
}

} // namespace tapir::trace
