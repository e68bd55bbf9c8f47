#include "format/native_header.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "format/line_tools.hpp"
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

/// "T@heat.c:31;q@heat.c:35": where in a source each key was taken.
bool are_places(std::string_view text) {
    const std::vector<std::string_view> words = split(text, ";");
    return std::all_of(words.begin(), words.end(), [](std::string_view word) {
        const std::size_t at = word.find('@');
        const std::size_t colon = word.rfind(':');
        return at != std::string_view::npos && colon != std::string_view::npos && colon > at &&
               parse_integer(word.substr(colon + 1)).value_or(0) >= 1;
    });
}

/// "T;q": names between semicolons, each once. @return false when it is none
bool read_watched(std::string_view text, std::vector<std::string>& watched) {
    for (const std::string_view word : split(text, ";")) {
        watched.emplace_back(word);
    }
    const std::set<std::string_view> names(watched.begin(), watched.end());
    return names.size() == watched.size() && !names.empty() && names.count("") == 0;
}

std::string field(const Fields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

/// Words that would be passed over, of which a reader might think that they hold.
void look_for_odd_fields(std::string_view line, std::vector<std::string>& problems) {
    constexpr std::array<std::string_view, 18> known{
        "format",     "program", "version", "profile", "phi_mode", "c_threads",
        "arithmetic", "device",  "dtype",   "scene",   "source",   "printed",
        "digits",     "pixels",  "records", "loops",   "places",   "watched"};
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
    if (fields.count("places") > 0 && (!second_version || !are_places(text("places")))) {
        problems.emplace_back("line 1: the header does not state its places as version 2 does: "
                              "key@file:line, with ; between them");
    }
    if (fields.count("watched") > 0 &&
        (!second_version || !read_watched(text("watched"), header.watched))) {
        problems.emplace_back("line 1: the header does not state which keys it watches as version "
                              "2 does: each once, with ; between them");
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

std::string footer_mismatch(const NativeHeader& header, std::string_view footer,
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

} // namespace tapir::trace
