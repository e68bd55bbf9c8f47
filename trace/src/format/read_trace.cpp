#include "tapir/trace/format/read_trace.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "format/any_text.hpp"
#include "format/binary_pieces.hpp"
#include "format/foreign_text.hpp"
#include "format/line_tools.hpp"
#include "format/native_reader.hpp"
#include "format/printout.hpp"
#include "format/text_records.hpp"
#include "format/unpacked.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/file_io.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "tapir/trace/format/plain_text.hpp"

namespace tapir::trace {

namespace {

/// Whether numbers printed with more digits were rounded to fifteen before: nearly all of them are
/// the doubles nearest to numbers of fifteen digits, as one in ten is by chance.
bool rounded_before(const TraceFile& file, int most) {
    constexpr int usual = 15;
    int full = 0;
    int rounded = 0;
    for (const PrintedRecord& record : file.records) {
        for (const PrintedValue& value : record.values) {
            if (value.numeric && significant_digits(value.text) >= most - 1) {
                ++full;
                rounded += parse_number(general(value.number, usual)) == value.number ? 1 : 0;
            }
        }
    }
    constexpr int enough = 12;
    constexpr double nearly_all = 0.9;
    return full >= enough && rounded >= nearly_all * full;
}

constexpr int most_printed_digits = 17;
using CountOfDigits = std::array<int, most_printed_digits + 1>; ///< of numbers, by their digits

/// Whether so many numbers show the largest number of digits that it is the limit they are printed
/// with: one in three of all fractions, or two in three of those with nearly as many. Where zeros
/// at the end are dropped, nine in ten show all; a table of short numbers beside them says nothing.
bool is_limit(const CountOfDigits& count, int largest, int fractions) {
    constexpr int enough = 12;
    const auto shown = [&count](int digits) { return count.at(static_cast<std::size_t>(digits)); };
    const int nearly = shown(largest) + shown(largest - 1) + shown(largest - 2);
    return shown(largest) >= enough &&
           (3 * shown(largest) >= fractions || 3 * shown(largest) >= 2 * nearly);
}

/// The precision a text trace is printed with: fifteen digits, as C's %.15g, unless its numbers
/// clearly share a smaller or larger limit. Few or round numbers prove nothing, and assuming too
/// few digits would let differences pass.
int printed_digits(const TraceFile& file) {
    constexpr int usual = 15;
    constexpr int fewest = 6;
    CountOfDigits count{};
    int fractions = 0;
    bool hexadecimal = false; // which says nothing of the others
    for (const PrintedRecord& record : file.records) {
        for (const PrintedValue& value : record.values) {
            if (value.numeric && is_hexadecimal(value.text)) {
                hexadecimal = true;
            } else if (value.numeric && value.text.find_first_of(".eE") != std::string::npos) {
                ++fractions;
                ++count[static_cast<std::size_t>(
                    std::clamp(significant_digits(value.text), 0, most_printed_digits))];
            }
        }
    }
    if (hexadecimal && fractions == 0) {
        return most_printed_digits;
    }
    int largest = most_printed_digits;
    while (largest > 0 && count[static_cast<std::size_t>(largest)] == 0) {
        --largest;
    }
    if (largest > usual && rounded_before(file, largest)) {
        return usual;
    }
    if (largest >= usual) {
        return largest;
    }
    return largest >= fewest && is_limit(count, largest, fractions) ? largest : usual;
}

/// A pixel's records were begun, but the last of them is not there. A port may leave some keys out
/// altogether, so any of its last ones will do.
std::string missing_end(const TraceFile& file, std::string_view terminal_keys) {
    const std::size_t bar = std::min(terminal_keys.find('|'), terminal_keys.size());
    const std::vector<std::string_view> keys = split(terminal_keys.substr(0, bar), " ");
    const std::vector<std::string_view> begins = split(terminal_keys.substr(bar), "| ");
    const std::size_t enough = file.dialect == Dialect::py ? keys.size() : 1;
    std::size_t ended = 0;
    bool begun = !file.pixels.empty();
    for (std::size_t i = 0; i < std::min(enough, keys.size()); ++i) {
        const auto count = static_cast<std::size_t>(std::count_if(
            file.records.begin(), file.records.end(), [key = keys[i]](const PrintedRecord& record) {
                return record.kind.empty() && record.key == key;
            }));
        ended = std::max(ended, count);
    }
    for (const PrintedRecord& record : file.records) {
        begun = begun || (file.dialect == Dialect::py && record.kind.empty() &&
                          (begins.empty() ||
                           std::find(begins.begin(), begins.end(), record.key) != begins.end()));
    }
    if (keys.empty() || !begun || ended >= std::max<std::size_t>(1, file.pixels.size())) {
        return "";
    }
    return "it ends with '" + (file.records.empty() ? "nothing" : file.records.back().key) +
           "', before the last record of its pixel (" + std::string(keys.front()) + ")";
}

} // namespace

namespace {

constexpr int digits_of_json = 17; ///< shortest that give the double again

/// Reads a text of one of the dialects.
/// @return false when it is of none of them; then the file holds its words alone
bool read_dialect(std::string_view text, std::string_view terminal_keys, const ProgramModel* known,
                  TraceFile& file) {
    if (is_native(text)) {
        parse_native(text, file);
        return true;
    }
    if (is_binary(text)) {
        file.problems.emplace_back("the binary form is read from its file, not from a text");
        return true;
    }
    if (!text.empty() && text.front() == '{' && parse_per_phi_json(text, file)) {
        file.digits = digits_of_json;
        return true;
    }
    const TextEnd end = parse_text_records(text, known, file);
    if (file.records.empty() && file.problems.empty() && file.pixels.empty()) {
        return parse_printout(text, file);
    }
    if (file.dialect == Dialect::py && file.pixels.size() == 1) {
        for (PrintedRecord& record : file.records) { // the line that names it may come last
            record.site.set_pixel(file.pixels.front());
        }
    }
    file.digits = printed_digits(file);
    file.truncation = missing_end(file, terminal_keys);
    if (file.truncation.empty() && !file.records.empty() && !end.newline &&
        file.records.back().line == end.lines) {
        file.truncation = "its last record has no line end";
    }
    return true;
}

TraceFile unread(std::string name, const Loops& loops) {
    TraceFile file;
    file.loops = loops;
    file.name = std::move(name);
    return file;
}

} // namespace

FileForm form_of(std::string_view bytes) {
    return is_native(bytes)   ? FileForm::native
           : is_binary(bytes) ? FileForm::binary
           : is_packed(bytes) ? FileForm::packed
                              : FileForm::text;
}

std::optional<TraceFile> parse_dialect(std::string_view text, std::string name,
                                       std::string_view terminal_keys, const Loops& loops,
                                       const ProgramModel* known) {
    TraceFile file = unread(std::move(name), loops);
    return read_dialect(text, terminal_keys, known, file) ? std::optional(std::move(file))
                                                          : std::nullopt;
}

TraceFile parse_trace(std::string_view text, std::string name, std::string_view terminal_keys,
                      const Loops& loops, const ProgramModel* known) {
    TraceFile file = unread(std::move(name), loops);
    if (!read_dialect(text, terminal_keys, known, file)) {
        static_cast<void>(parse_any_text(text, file));
    }
    return file;
}

TraceFile read_trace(const std::filesystem::path& path, const ProgramModel& program) {
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(path, unknown);
    if (!unknown && size > largest_text_held) {
        throw InputError({.where = path.string(),
                          .problem = "is too large to be read as a whole: " +
                                     std::to_string(size >> 20U) + " MiB",
                          .reason = "a trace is held in memory up to " +
                                    std::to_string(largest_text_held >> 20U) + " MiB",
                          .remedy = "Native, binary and TRACE_C traces of many pixels are compared "
                                    "piece by piece by `tapir diff`; else trace fewer pixels."});
    }
    std::string bytes = read_file(path, "trace");
    if (is_binary(bytes)) {
        return read_binary(path);
    }
    if (!is_native(bytes)) {
        bytes = plain_text_of(std::move(bytes), path.string(), largest_text_held);
    }
    return parse_trace(bytes, path.string(), program.terminal_keys, program.loops, &program);
}

} // namespace tapir::trace
