#include "console/output_file.hpp"

#include <algorithm>

#include "console/console.hpp"
#include "console/standard_streams.hpp"
#include "tapir/reports/text/printable.hpp"
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
    print_bytes(bytes);
    finish_printing();
}

void print_beside(std::string_view text, const std::vector<std::string>& files) {
    if (any_is_standard_output(files)) {
        to_standard_error(reports::safe_lines(text, false));
    } else {
        print(text);
    }
}

} // namespace tapir::harness
