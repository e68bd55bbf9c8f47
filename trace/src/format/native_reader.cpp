#include "format/native_reader.hpp"

#include <algorithm>
#include <set>

#include "format/line_tools.hpp"
#include "format/native_header.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

std::string carriage_return_in(std::uint64_t line) {
    return "line " + std::to_string(line) +
           ": ends with CR LF; the lines of a native trace end with LF alone, as they were written";
}

std::optional<NativeLine> split_native_line(std::string_view line) {
    const std::size_t open = line.find(" [");
    const std::size_t close = line.find(']', std::min(open, line.size()));
    const std::size_t colon = line.find(" :", std::min(close, line.size()));
    if (open == std::string_view::npos || close == std::string_view::npos ||
        colon == std::string_view::npos) {
        return std::nullopt;
    }
    return NativeLine{line.substr(0, open), line.substr(open + 2, close - open - 2),
                      line.substr(close + 1, colon - close - 1), line.substr(colon + 2)};
}

namespace {

std::string names_of(const Loops& loops) {
    std::string names;
    for (std::size_t loop = 0; loop < loops.size(); ++loop) {
        names += (loop > 0 ? ", " : "") + loops[loop].name;
    }
    return names;
}

/// @return what is wrong with the line; "" for a record
std::string parse_record(std::string_view line, int line_number, const Loops& loops,
                         PrintedRecord& record) {
    const auto no_record = [line] { return "not a record: " + excerpt(line); };
    const auto parts = split_native_line(line);
    if (!parts) {
        return no_record();
    }
    record.kind = "native";
    record.key = parts->key;
    record.unit = parts->unit;
    record.line = line_number;
    for (const std::string_view token : split(parts->loops, " ")) {
        const std::size_t equals = token.find('=');
        const auto index = equals == std::string_view::npos
                               ? std::nullopt
                               : parse_integer(token.substr(equals + 1));
        if (!index) {
            return no_record();
        }
        const std::string_view loop = token.substr(0, equals);
        if (!set_site_index(record.site, loop, *index, loops)) {
            return "the loop '" + excerpt(loop) + "' is none of " + names_of(loops) +
                   ", which the header's version or its loops= give: " + excerpt(line);
        }
    }
    for (const std::string_view token : split(parts->numbers, " ")) {
        record.values.push_back(printed_value(token));
        if (!record.values.back().numeric) {
            return no_record();
        }
    }
    return record.values.empty() ? no_record() : "";
}

} // namespace

bool is_native(std::string_view text) {
    return text.substr(0, native_mark.size()) == native_mark;
}

namespace {

/// The pixels a header states, one by one.
std::vector<Pixel> listed_pixels(const NativeHeader& header, std::vector<std::string>& problems) {
    if (!header.rectangle) {
        return header.pixels;
    }
    constexpr std::int64_t most = 1 << 20U;
    const auto& [first, last] = *header.rectangle;
    std::vector<Pixel> pixels;
    const std::int64_t rows = std::int64_t{last.slow} - first.slow + 1;
    const std::int64_t columns = std::int64_t{last.fast} - first.fast + 1;
    if (rows > most || columns > most || rows * columns > most) {
        problems.emplace_back("line 1: more pixels than can be held at once; `tapir diff` compares "
                              "such traces piece by piece");
        return pixels;
    }
    for (int slow = first.slow; slow <= last.slow; ++slow) {
        for (int fast = first.fast; fast <= last.fast; ++fast) {
            pixels.push_back({slow, fast});
        }
    }
    return pixels;
}

/// Digits a header does not speak of would make its numbers look less sure than they are.
bool keeps_to_digits(const PrintedRecord& record, int digits) {
    // the shortest decimals of a large double may show more than its 17
    return digits == NativeHeader::full_digits ||
           std::all_of(record.values.begin(), record.values.end(), [&](const PrintedValue& value) {
               return significant_digits(value.text) <= digits;
           });
}

void add_record(std::string_view line, int number, TraceFile& file) {
    PrintedRecord record;
    const std::string where = "line " + std::to_string(number);
    const std::string problem = parse_record(line, number, file.loops, record);
    if (!problem.empty()) {
        file.problems.push_back(where + ": " + problem);
    } else if (!keeps_to_digits(record, file.digits)) {
        file.problems.push_back(where + ": more digits than the header states: " + excerpt(line));
    } else if (file.header && !file.header->watches(record.key)) {
        file.problems.push_back(where + ": '" + excerpt(record.key) +
                                "' is none of the keys that the header says are watched");
    } else {
        file.records.push_back(std::move(record));
    }
}

/// Records of as many pixels as the header states.
bool holds_all_pixels(const TraceFile& file) {
    std::set<Pixel> pixels;
    for (const PrintedRecord& record : file.records) {
        if (record.site.in_pixel()) {
            pixels.insert(record.site.pixel());
        }
    }
    return pixels == std::set<Pixel>(file.pixels.begin(), file.pixels.end());
}

} // namespace

TraceFile empty_native(const std::string& name, const NativeHeader& header, const Pixel& pixel) {
    TraceFile file;
    file.name = name;
    file.dialect = Dialect::native;
    file.digits = header.digits;
    file.loops = header.loops;
    if (pixel.slow >= 0) {
        file.pixels.push_back(pixel);
    }
    NativeHeader own = header;
    own.rectangle = std::nullopt;
    own.pixels = file.pixels;
    file.header = std::move(own);
    return file;
}

void parse_native_records(std::string_view text, int lines_before, TraceFile& file) {
    LineReader lines(text);
    std::string_view line;
    while (lines.next(line)) {
        add_record(line, lines_before + lines.number(), file);
    }
}

void parse_native(std::string_view text, TraceFile& file) {
    file.dialect = Dialect::native;
    if (const std::size_t place = text.find("\r\n"); place != std::string_view::npos) {
        const auto before = std::count(text.begin(), text.begin() + static_cast<long>(place), '\n');
        file.problems.push_back(carriage_return_in(static_cast<std::uint64_t>(before) + 1));
        return;
    }
    LineReader lines(text);
    std::string_view line;
    lines.next(line);
    file.header = header_of(line, file.problems);
    file.digits = file.header->digits;
    file.loops = file.header->loops;
    file.pixels = listed_pixels(*file.header, file.problems);
    if (!file.problems.empty()) {
        return;
    }
    const std::size_t body_begin = lines.position();
    std::uint64_t record_lines = 0;
    for (;;) {
        const std::size_t begin = lines.position();
        if (!lines.next(line)) {
            file.truncation = "its footer (TAPIR_END) is missing";
            return;
        }
        if (line.substr(0, native_end_mark.size()) == native_end_mark) {
            file.truncation =
                footer_mismatch(*file.header, line, record_lines,
                                sha256_hex(text.substr(body_begin, begin - body_begin)));
            if (file.header->rectangle && !holds_all_pixels(file)) {
                file.problems.emplace_back(
                    "line 1: the header states other pixels than the records are of");
            }
            if (lines.position() != text.size()) {
                file.problems.push_back("line " + std::to_string(lines.number() + 1) +
                                        ": text after the footer");
            } else if (!lines.ends_with_newline()) {
                file.truncation = "its footer has no line end";
            }
            return;
        }
        ++record_lines;
        add_record(line, lines.number(), file);
    }
}

} // namespace tapir::trace
