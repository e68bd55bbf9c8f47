#include "native_reader.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include "line_tools.hpp"
#include "tapir/trace/digest.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr std::string_view header_word = "TAPIR_TRACE ";
constexpr std::string_view footer_word = "TAPIR_END ";

std::map<std::string, std::string, std::less<>> fields_of(std::string_view line) {
    std::map<std::string, std::string, std::less<>> fields;
    for (const std::string_view token : split(line, " ")) {
        const std::size_t equals = token.find('=');
        if (equals != std::string_view::npos) {
            fields.emplace(token.substr(0, equals), token.substr(equals + 1));
        }
    }
    return fields;
}

/// "slow,fast;slow,fast" or "none". @return false when it is neither
bool read_pixels(std::string_view text, std::vector<Pixel>& pixels) {
    if (text == "none") {
        return true;
    }
    for (const std::string_view pair : split(text, ";")) {
        const std::size_t comma = std::min(pair.find(','), pair.size());
        const auto slow = parse_integer(pair.substr(0, comma));
        const auto fast = parse_integer(pair.substr(std::min(comma + 1, pair.size())));
        if (!slow || !fast) {
            return false;
        }
        pixels.push_back({*slow, *fast});
    }
    return !pixels.empty();
}

NativeHeader header_of(std::string_view line, std::vector<std::string>& problems) {
    const auto fields = fields_of(line);
    const auto text = [&fields](std::string_view name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    };
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
    if (!read_pixels(text("pixels"), header.pixels)) {
        problems.emplace_back("line 1: the header does not state its pixels");
    }
    const auto records = parse_integer(text("records"));
    if (!records || *records < 0) {
        problems.emplace_back("line 1: the header does not state its number of records");
    }
    header.records = static_cast<std::uint64_t>(std::max(0, records.value_or(0)));
    return header;
}

/// key [unit] index=n ... : value value
bool parse_record(std::string_view line, int line_number, PrintedRecord& record) {
    const std::size_t open = line.find(" [");
    const std::size_t close = line.find(']', open);
    const std::size_t colon = line.find(" :", close);
    if (open == std::string_view::npos || close == std::string_view::npos ||
        colon == std::string_view::npos) {
        return false;
    }
    record.kind = "native";
    record.key = line.substr(0, open);
    record.unit = line.substr(open + 2, close - open - 2);
    record.line = line_number;
    for (const std::string_view token : split(line.substr(close + 1, colon - close - 1), " ")) {
        const std::size_t equals = token.find('=');
        const auto index = equals == std::string_view::npos
                               ? std::nullopt
                               : parse_integer(token.substr(equals + 1));
        if (!index || !set_site_index(record.site, token.substr(0, equals), *index)) {
            return false;
        }
    }
    for (const std::string_view token : split(line.substr(colon + 2), " ")) {
        record.values.push_back(printed_value(token));
        if (!record.values.back().numeric) {
            return false;
        }
    }
    return !record.values.empty();
}

void check_footer(std::string_view footer, std::string_view body, std::uint64_t lines,
                  TraceFile& file) {
    const auto fields = fields_of(footer);
    const auto field = [&fields](std::string_view name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    };
    if (lines != file.header->records || std::to_string(lines) != field("records")) {
        file.truncation = "its header promises " + std::to_string(file.header->records) +
                          " records, it holds " + std::to_string(lines);
    } else if (sha256_hex(body) != field("sha256")) {
        file.truncation = "its records do not have the digest of its footer: it was changed after "
                          "it was written";
    }
}

} // namespace

bool is_native(std::string_view text) {
    return text.substr(0, header_word.size()) == header_word;
}

void parse_native(std::string_view text, TraceFile& file) {
    constexpr int shortest_round_trip_digits = 17;
    file.dialect = Dialect::native;
    file.digits = shortest_round_trip_digits;
    LineReader lines(text);
    std::string_view line;
    lines.next(line);
    file.header = header_of(line, file.problems);
    file.pixels = file.header->pixels;
    if (file.header->format != 1) {
        file.problems.push_back("line 1: format " + std::to_string(file.header->format) +
                                " is not known, this program reads format 1");
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
        if (line.substr(0, footer_word.size()) == footer_word) {
            check_footer(line, text.substr(body_begin, begin - body_begin), record_lines, file);
            if (lines.position() != text.size()) {
                file.problems.push_back("line " + std::to_string(lines.number() + 1) +
                                        ": text after the footer");
            } else if (!lines.ends_with_newline()) {
                file.truncation = "its footer has no line end";
            }
            return;
        }
        ++record_lines;
        PrintedRecord record;
        if (parse_record(line, lines.number(), record)) {
            file.records.push_back(std::move(record));
        } else {
            file.problems.push_back("line " + std::to_string(lines.number()) +
                                    ": not a record: " + excerpt(line));
        }
    }
}

} // namespace tapir::trace
