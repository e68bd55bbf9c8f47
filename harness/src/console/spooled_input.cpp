#include "console/spooled_input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_spool(const std::string& path, const fs::path& folder, int error) {
    throw InputError({.where = path,
                      .problem = "is a pipe, and cannot be kept for reading again: " +
                                 std::string(std::strerror(error)),
                      .reason = "inputs are read more than once, so a pipe is copied to a "
                                "temporary file in " +
                                folder.string(),
                      .remedy = "Make room there, set TMPDIR to a folder with more, or write the "
                                "input to a file first."});
}

/// The folder for temporary files, as the environment names it. It is never the current folder.
/// @param path  of the pipe, for the message
fs::path temporary_folder(const std::string& path) {
    std::error_code error;
    fs::path folder = fs::temp_directory_path(error);
    if (!error) {
        return folder;
    }
    for (const char* name : {"TMPDIR", "TMP", "TEMP", "TEMPDIR"}) { // as the library looks
        const char* value = std::getenv(name);
        if (value != nullptr) {
            throw InputError(
                {.where = name,
                 .problem = "names '" + std::string(value) + "', which is no folder",
                 .reason = path + " is a pipe, and is copied to a temporary file there",
                 .remedy = "Name a folder that is there and may be written to."});
        }
    }
    cannot_spool(path, "/tmp", error.value());
}

bool is_pipe(const std::string& path) {
    std::error_code unknown;
    const fs::file_type type = fs::status(path, unknown).type();
    return type == fs::file_type::fifo || type == fs::file_type::socket;
}

/// The descriptor that a path names, or -1.
int descriptor_named(std::string_view path) {
    if (path == "/dev/stdin") {
        return STDIN_FILENO;
    }
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (path.substr(0, folder.size()) == folder) {
            return trace::parse_integer(path.substr(folder.size())).value_or(-1);
        }
    }
    return -1;
}

/// All that comes out of one descriptor goes into the other. @return 0 or what went wrong
int copy_all(int from, int to) {
    constexpr std::size_t piece = std::size_t{1} << 16U;
    std::array<char, piece> buffer{};
    for (;;) {
        const ssize_t count = ::read(from, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count < 0 ? errno : 0;
        }
        for (ssize_t done = 0; done < count;) {
            const ssize_t written =
                ::write(to, buffer.data() + done, static_cast<std::size_t>(count - done));
            if (written < 0 && errno != EINTR) {
                return errno;
            }
            done += std::max<ssize_t>(written, 0);
        }
    }
}

} // namespace

void require_pipes_once(const std::vector<std::string>& paths) {
    std::map<std::pair<dev_t, ino_t>, std::string> seen;
    for (const std::string& path : paths) {
        struct stat info {};
        if (!is_pipe(path) || ::stat(path.c_str(), &info) != 0) {
            continue;
        }
        const auto [place, added] = seen.emplace(std::pair{info.st_dev, info.st_ino}, path);
        if (!added) {
            throw InputError({.where = path,
                              .problem = "is the same pipe as " + place->second,
                              .reason = "a pipe gives its bytes once, and there are none for the "
                                        "second input",
                              .remedy = "Give each input a pipe or a file of its own."});
        }
    }
}

std::string readable_again(const std::string& path) {
    if (!is_pipe(path)) {
        return path;
    }
    const fs::path folder = temporary_folder(path);
    std::string name = (folder / "tapir-XXXXXX").string();
    const int kept = ::mkostemp(name.data(), O_CLOEXEC);
    if (kept < 0) {
        cannot_spool(path, folder, errno);
    }
    ::unlink(name.c_str()); // gone with the program, however it ends
    const int named = descriptor_named(path);
    const int pipe = named >= 0 ? named : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const int error = pipe < 0 ? errno : copy_all(pipe, kept);
    if (error != 0) {
        cannot_spool(path, folder, error);
    }
    if (named >= 0) { // the path names the copy from here on
        if (::dup3(kept, named, O_CLOEXEC) < 0) {
            cannot_spool(path, folder, errno);
        }
        ::close(kept);
        return path;
    }
    ::close(pipe);
    return "/dev/fd/" + std::to_string(kept);
}

} // namespace tapir::harness
