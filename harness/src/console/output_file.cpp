#include "console/output_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "console/console.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

namespace {

constexpr const char* standard_output = "-";

} // namespace

bool any_is_standard_output(const std::vector<std::string>& files) {
    return std::find(files.begin(), files.end(), standard_output) != files.end();
}

void require_one_standard_output(const std::vector<std::string>& files) {
    if (std::count(files.begin(), files.end(), standard_output) > 1) {
        throw InputError({.where = standard_output,
                          .problem = "is named for two outputs",
                          .reason = "one would stand in the middle of the other on standard output",
                          .remedy = "Give all but one of them a file."});
    }
}

void write_output(const std::string& file, std::string_view bytes) {
    if (file != standard_output) {
        write_file_atomically(file, bytes);
        return;
    }
    errno = 0;
    const bool whole = std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
    if (!whole || std::fflush(stdout) != 0) {
        throw InputError({.where = "standard output",
                          .problem = "cannot be written: " + std::string(std::strerror(errno)),
                          .reason = "the result, or the end of it, is lost",
                          .remedy = "Let it go to a file with room for it, or to a program that "
                                    "reads to the end."});
    }
}

void print_beside(std::string_view text, const std::vector<std::string>& files) {
    if (any_is_standard_output(files)) {
        std::fwrite(text.data(), 1, text.size(), stderr);
    } else {
        print(text);
    }
}

} // namespace tapir::harness
