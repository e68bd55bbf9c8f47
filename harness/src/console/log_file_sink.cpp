#include "console/log_file_sink.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

/// What a log begins with, so that it is known again.
constexpr std::string_view first_line = "tapir log\n";

[[noreturn]] void cannot_write(const std::string& path, int error) {
    throw InputError({.where = "--log-file " + path,
                      .problem = "cannot be written: " + std::string(std::strerror(error)),
                      .reason = "what was asked to be kept would be lost",
                      .remedy = "Name a file in a folder that is there and has room, or leave the "
                                "option out."});
}

/// Whether an open file is empty (0), a log of this program (1) or anything else (-1).
int kind_of(int descriptor) {
    std::array<char, first_line.size()> begin{};
    const ssize_t count = ::pread(descriptor, begin.data(), begin.size(), 0);
    if (count == 0) {
        return 0;
    }
    const bool log = count == static_cast<ssize_t>(begin.size()) &&
                     std::string_view(begin.data(), begin.size()) == first_line;
    return log ? 1 : -1;
}

} // namespace

LogFileSink::LogFileSink(std::string path) : path_(std::move(path)) {
    constexpr mode_t everybody_reads = 0644;
    descriptor_ =
        ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, everybody_reads);
    struct stat info {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &info) != 0) {
        cannot_write(path_, errno);
    }
    const int kind = S_ISREG(info.st_mode) ? kind_of(descriptor_) : 0;
    if (kind < 0) {
        ::close(descriptor_);
        throw InputError(
            {.where = "--log-file " + path_,
             .problem = "is there already and is no log of this program",
             .reason = "an input must not be written to",
             .remedy = "Give a new name, or the log of an earlier run to go on with."});
    }
    if (kind == 0) {
        write(first_line.data(), first_line.size());
    }
}

LogFileSink::~LogFileSink() {
    ::close(descriptor_);
}

void LogFileSink::sink_it_(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    write(line.data(), line.size());
}

void LogFileSink::write(const char* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t written = ::write(descriptor_, bytes, count);
        if (written < 0 && errno != EINTR) {
            cannot_write(path_, errno);
        }
        const auto done = static_cast<std::size_t>(written < 0 ? 0 : written);
        bytes += done;
        count -= done;
    }
}

} // namespace tapir::harness
