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

constexpr const char* standard_input_word = "-";

std::string path_of(const std::string& given) {
    return given == standard_input_word ? "/dev/stdin" : given;
}

[[noreturn]] void refuse_standard_input_again() {
    throw InputError({.where = standard_input_word,
                      .problem = "is given for two inputs",
                      .reason = "it stands for standard input, which there is one of",
                      .remedy = "Give one of them a file, or a pipe of its own: <(command)."});
}

/// Standard input is one input of a command.
void take_standard_input() {
    static bool taken = false;
    if (taken) {
        refuse_standard_input_again();
    }
    taken = true;
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

/// All of a text goes into a file. @return 0 or what went wrong
int write_all(int to, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(to, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return 0;
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
        const int error = write_all(to, {buffer.data(), static_cast<std::size_t>(count)});
        if (error != 0) {
            return error;
        }
    }
}

/// A new file without a name, gone with the program, however it ends. @return its descriptor
int temporary_file(const std::string& path, const fs::path& folder) {
    std::string name = (folder / "tapir-XXXXXX").string();
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) {
        cannot_spool(path, folder, errno);
    }
    ::unlink(name.c_str());
    return file;
}

} // namespace

std::string temporary_copy(std::string_view text) {
    const std::string what = "the output of a command";
    const fs::path folder = temporary_folder(what);
    const int file = temporary_file(what, folder);
    if (const int error = write_all(file, text); error != 0) {
        cannot_spool(what, folder, error);
    }
    return "/dev/fd/" + std::to_string(file);
}

void require_pipes_once(const std::vector<std::string>& paths) {
    std::map<std::pair<dev_t, ino_t>, std::string> seen;
    if (std::count(paths.begin(), paths.end(), standard_input_word) > 1) {
        refuse_standard_input_again();
    }
    for (const std::string& given : paths) {
        const std::string path = path_of(given);
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

std::string readable_again(const std::string& given) {
    if (given == standard_input_word) {
        take_standard_input();
    }
    const std::string path = path_of(given);
    if (!is_pipe(path)) {
        return path;
    }
    const fs::path folder = temporary_folder(path);
    const int kept = temporary_file(path, folder);
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
