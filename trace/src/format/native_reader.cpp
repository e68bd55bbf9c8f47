#include "format/native_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "format/line_tools.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using Fields = std::map<std::string, std::string, std::less<>>;

Fields fields_of(std::string_view line) {
    Fields fields;
    for (const std::string_view token : split(line, " ")) {
        const std::size_t equals = token.find('=');
        if (equals != std::string_view::npos) {
            fields.emplace(token.substr(0, equals), token.substr(equals + 1));
        }
    }
    return fields;
}

/// "slow,fast". @return nothing when it is not
std::optional<Pixel> read_pixel(std::string_view text) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const auto slow = parse_integer(text.substr(0, comma));
    const auto fast = parse_integer(text.substr(std::min(comma + 1, text.size())));
    return slow && fast ? std::optional(Pixel{*slow, *fast}) : std::nullopt;
}

/// "slow,fast;slow,fast", "slow,fast-slow,fast" or "none". @return false when it is none of them
bool read_pixels(std::string_view text, NativeHeader& header) {
    if (text == "none") {
        return true;
    }
    const std::size_t dash = text.find('-');
    if (dash != std::string_view::npos) {
        const auto first = read_pixel(text.substr(0, dash));
        const auto last = read_pixel(text.substr(dash + 1));
        if (first && last && first->slow <= last->slow && first->fast <= last->fast) {
            header.rectangle = {*first, *last};
        }
        return header.rectangle.has_value();
    }
    for (const std::string_view pair : split(text, ";")) {
        const auto pixel = read_pixel(pair);
        if (!pixel) {
            return false;
        }
        header.pixels.push_back(*pixel);
    }
    return !header.pixels.empty();
}

std::optional<std::uint64_t> read_count(std::string_view text) {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(count) : std::nullopt;
}

/// "slow:row,fast:column,step,cell" or "none". @return false when it is neither
bool read_loops(std::string_view text, Loops& loops) {
    Loop row{"slow"};
    Loop column{"fast"};
    std::vector<Loop> inner;
    for (const std::string_view word : split(text == "none" ? "" : text, ",")) {
        const std::size_t colon = std::min(word.find(':'), word.size());
        const Loop loop{from_word(word.substr(0, colon))};
        const std::string_view role = word.substr(colon);
        if (role == ":row") {
            row = loop;
        } else if (role == ":column") {
            column = loop;
        } else if (role.empty()) {
            inner.push_back(loop);
        } else {
            return false;
        }
    }
    std::set<std::string> names{row.name, column.name};
    for (const Loop& loop : inner) {
        names.insert(loop.name);
    }
    if (text.empty() || names.size() != inner.size() + 2 || names.size() > most_loops ||
        names.count("") > 0) {
        return false;
    }
    loops = Loops(row, column, inner);
    return true;
}

std::string field(const Fields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

/// Words that would be passed over, of which a reader might think that they hold.
void look_for_odd_fields(std::string_view line, std::vector<std::string>& problems) {
    constexpr std::array<std::string_view, 16> known{
        "format", "program", "version", "profile", "phi_mode", "c_threads", "arithmetic", "device",
        "dtype",  "scene",   "source",  "printed", "digits",   "pixels",    "records",    "loops"};
    std::set<std::string_view> seen;
    const std::vector<std::string_view> words = split(line, " ");
    for (std::size_t i = 1; i < words.size(); ++i) { // behind the mark
        const std::string_view name = words[i].substr(0, words[i].find('='));
        if (std::find(known.begin(), known.end(), name) == known.end() || name == words[i]) {
            problems.push_back("line 1: the header's '" + excerpt(words[i]) +
                               "' is no known field");
        } else if (!seen.insert(name).second) {
            problems.push_back("line 1: the header states " + std::string(name) + " twice");
        }
    }
}

} // namespace

std::string carriage_return_in(std::uint64_t line) {
    return "line " + std::to_string(line) +
           ": ends with CR LF; the lines of a native trace end with LF alone, as they were written";
}

NativeHeader header_of(std::string_view line, std::vector<std::string>& problems) {
    look_for_odd_fields(line, problems);
    const Fields fields = fields_of(line);
    const auto text = [&fields](std::string_view name) { return field(fields, name); };
    NativeHeader header;
    header.format = parse_integer(text("format")).value_or(0);
    header.program = text("program");
    header.version = text("version");
    header.profile = text("profile");
    header.phi_mode = text("phi_mode");
    header.arithmetic = text("arithmetic");
    header.device = text("device");
    header.dtype = text("dtype");
    header.c_threads = parse_integer(text("c_threads")).value_or(0);
    header.scene = text("scene");
    header.source = text("source");
    header.printed = text("printed");
    const bool known = header.source.empty() || header.source == "c" || header.source == "py";
    if (!known || header.source.empty() != header.printed.empty()) {
        problems.emplace_back("line 1: the header does not say which lines its source had");
    }
    if (fields.count("digits") > 0) {
        constexpr int fewest = 1;
        header.digits = parse_integer(text("digits")).value_or(0);
        if (header.digits < fewest || header.digits > NativeHeader::full_digits) {
            problems.emplace_back("line 1: the header's number of digits is none from 1 to 17");
        }
    }
    const bool second_version = header.format == 2;
    if (second_version ? !read_loops(text("loops"), header.loops) : fields.count("loops") > 0) {
        problems.emplace_back("line 1: the header does not state its loops as version 2 does: "
                              "names between commas, at most 12, :row and :column behind those of "
                              "a pixel");
    }
    if (second_version && fields.count("pixels") == 0) {
        header.pixels.clear(); // a program need not have pixels
    } else if (!read_pixels(text("pixels"), header)) {
        problems.emplace_back("line 1: the header does not state its pixels");
    }
    const auto records = read_count(text("records"));
    if (!records) {
        problems.emplace_back("line 1: the header does not state its number of records");
    }
    header.records = records.value_or(0);
    if (header.format != 1 && !second_version) {
        problems.push_back("line 1: format " + std::to_string(header.format) +
                           " is not known, this program reads formats 1 and 2");
    }
    return header;
}

std::string broken_promise(const NativeHeader& header, std::string_view footer,
                           std::uint64_t records, const std::string& sha256) {
    const Fields fields = fields_of(footer);
    if (records != header.records || std::to_string(records) != field(fields, "records")) {
        return "its header promises " + std::to_string(header.records) + " records, it holds " +
               std::to_string(records);
    }
    if (sha256 != field(fields, "sha256")) {
        return "its records do not have the digest of its footer: it was changed after it was "
               "written";
    }
    return "";
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

bool parse_record(std::string_view line, int line_number, const Loops& loops,
                  PrintedRecord& record) {
    const auto parts = split_native_line(line);
    if (!parts) {
        return false;
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
        if (!index || !set_site_index(record.site, token.substr(0, equals), *index, loops)) {
            return false;
        }
    }
    for (const std::string_view token : split(parts->numbers, " ")) {
        record.values.push_back(printed_value(token));
        if (!record.values.back().numeric) {
            return false;
        }
    }
    return !record.values.empty();
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
    if (!parse_record(line, number, file.loops, record)) {
        file.problems.push_back(where + ": not a record: " + excerpt(line));
    } else if (!keeps_to_digits(record, file.digits)) {
        file.problems.push_back(where + ": more digits than the header states: " + excerpt(line));
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
                broken_promise(*file.header, line, record_lines,
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
