#include "tapir/trace/trace_file.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "foreign_text.hpp"
#include "line_tools.hpp"
#include "native_reader.hpp"
#include "tapir/trace/file_io.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr std::string_view separators = " \t,;[]()";

bool is_word(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// TRACE_PY_TRICUBIC_GRID_START and its like: they hold nothing.
bool is_bare_mark(std::string_view kind) {
    const auto ends_with = [kind](std::string_view tail) {
        return kind.size() > tail.size() && kind.substr(kind.size() - tail.size()) == tail;
    };
    return ends_with("_START") || ends_with("_END");
}

/// Reads the lines of the text dialects one by one.
class TextTraceParser {
  public:
    explicit TextTraceParser(TraceFile& file) : file_(file) {}

    void line(std::string_view text, int number) {
        constexpr std::string_view mark = "TRACE_";
        if (text.substr(0, mark.size()) != mark) {
            file_.free_text_lines += text.empty() ? 0U : 1U;
            return;
        }
        text.remove_prefix(mark.size());
        const auto word_end = static_cast<std::size_t>(
            std::find_if_not(text.begin(), text.end(), is_word) - text.begin());
        const std::string_view word = text.substr(0, word_end);
        const std::size_t underscore = word.find('_');
        const std::string_view program = word.substr(0, underscore);
        const std::string_view kind =
            underscore == std::string_view::npos ? "" : word.substr(underscore + 1);
        const std::string_view rest = text.substr(word_end);
        if (program == "PY") {
            file_.dialect = Dialect::py;
            in_pixel_ = true;
        }
        if (program == "CONFIG" || (kind == "CONFIG" && !rest.empty() && rest.front() == ':')) {
            config(rest, number);
            return;
        }
        number_ = number;
        const std::size_t before = file_.records.size();
        if (!rest.empty() && rest.front() == ':') {
            keyed_line(kind, rest.substr(1));
        } else if (!kind.empty() && !rest.empty() && rest.front() == ' ') {
            indexed_line(kind, rest);
        } else if (rest.empty() && is_bare_mark(kind)) {
            return;
        }
        if (file_.records.size() == before) {
            file_.problems.push_back("line " + std::to_string(number) +
                                     ": not a record: " + excerpt(text));
        }
    }

  private:
    void config(std::string_view rest, int number) {
        std::vector<int> numbers;
        for (const std::string_view token : split(rest, separators)) {
            const PrintedValue value = printed_value(token);
            const auto index = parse_integer(value.text);
            if (value.numeric && !index) {
                numbers.clear(); // a number, but no index
                break;
            }
            if (index) {
                numbers.push_back(*index);
            }
        }
        if (numbers.size() != 2) {
            file_.problems.push_back("line " + std::to_string(number) +
                                     ": TRACE_CONFIG without a pixel");
            return;
        }
        pixel_.slow = numbers[0];
        pixel_.fast = numbers[1];
        file_.pixels.push_back({numbers[0], numbers[1]});
        in_pixel_ = true;
        block_ = 0;
        seen_.clear();
    }

    void add(std::string_view kind, std::string_view key, const Site& site,
             std::vector<PrintedValue> values) {
        if (in_pixel_ && kind.empty() && !seen_.insert(std::string(key)).second) {
            ++block_;
            seen_.clear();
            seen_.insert(std::string(key));
        }
        file_.records.push_back(
            {std::string(kind), std::string(key), site, std::move(values), "", number_, block_});
    }

    /// "key v v", "key=v v", "key k=v k=v", "[i,j,k]=v"
    void keyed_line(std::string_view kind, std::string_view rest) {
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        std::size_t key_end = rest.find_first_of(" =:");
        if (!rest.empty() && rest.front() == '[') {
            key_end = std::min(rest.find(']'), rest.size() - 1) + 1;
            if (key_end >= rest.size() || rest[key_end] != '=') {
                key_end = 0; // a plain list, such as the coordinates of a grid
            }
        }
        if (key_end == std::string_view::npos || (key_end > 0 && key_end + 1 > rest.size())) {
            return;
        }
        const std::string_view key = rest.substr(0, key_end);
        std::vector<PrintedValue> values;
        for (const std::string_view token :
             split(key_end == 0 ? rest : rest.substr(key_end + 1), separators)) {
            values.push_back(printed_value(token));
        }
        if (!values.empty()) {
            add(kind, key, pixel_, std::move(values));
        }
    }

    /// "k=v k=v ...": loop indices name the site, each other pair is a record
    void indexed_line(std::string_view kind, std::string_view rest) {
        Site site = pixel_;
        std::vector<std::pair<std::string_view, std::string_view>> pairs;
        for (const std::string_view token : split(rest, " ")) {
            const std::size_t equals = token.find('=');
            if (equals == std::string_view::npos) {
                file_.problems.push_back("line " + std::to_string(number_) + ": '" +
                                         excerpt(token) + "' is no key=value pair");
                continue;
            }
            const std::string_view name = token.substr(0, equals);
            const std::string_view value = token.substr(equals + 1);
            const auto index = parse_integer(value);
            Site probe;
            if (!index && set_site_index(probe, name, 0)) {
                file_.problems.push_back("line " + std::to_string(number_) + ": loop index '" +
                                         excerpt(token) + "' is no whole number");
            } else if (!index || !set_site_index(site, name, *index)) {
                pairs.emplace_back(name, value);
            }
        }
        for (const auto& [name, value] : pairs) {
            add(kind, name, site, {printed_value(value)});
        }
    }

    TraceFile& file_;
    Site pixel_;
    std::set<std::string, std::less<>> seen_;
    bool in_pixel_ = false;
    int block_ = 0;
    int number_ = 0;
};

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

/// The precision a text trace is printed with: fifteen digits, as C's %.15g, unless its numbers
/// clearly share a smaller or larger limit. Few or round numbers prove nothing, and assuming too
/// few digits would let differences pass.
int printed_digits(const TraceFile& file) {
    constexpr int usual = 15;
    constexpr int most = 17;
    constexpr int fewest = 6;
    std::array<int, most + 1> count{};
    int fractions = 0;
    for (const PrintedRecord& record : file.records) {
        for (const PrintedValue& value : record.values) {
            if (value.numeric && value.text.find_first_of(".eE") != std::string::npos) {
                ++fractions;
                ++count[static_cast<std::size_t>(
                    std::clamp(significant_digits(value.text), 0, most))];
            }
        }
    }
    int largest = most;
    while (largest > 0 && count[static_cast<std::size_t>(largest)] == 0) {
        --largest;
    }
    if (largest > usual && rounded_before(file, largest)) {
        return usual;
    }
    if (largest >= usual) {
        return largest;
    }
    constexpr int enough = 12;
    constexpr int share = 3; // of all fractions, at least one in three shows every digit
    const int at_limit = count[static_cast<std::size_t>(largest)];
    return largest >= fewest && at_limit >= enough && share * at_limit >= fractions ? largest
                                                                                    : usual;
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

std::string_view to_text(Dialect dialect) {
    switch (dialect) {
    case Dialect::native:
        return "native";
    case Dialect::c:
        return "c";
    case Dialect::py:
        return "py";
    }
    return "?";
}

namespace {

constexpr int digits_of_json = 17; ///< shortest that give the double again

} // namespace

TraceFile parse_trace(std::string_view text, std::string name, std::string_view terminal_keys) {
    TraceFile file;
    file.name = std::move(name);
    if (is_native(text)) {
        parse_native(text, file);
        return file;
    }
    if (!text.empty() && text.front() == '{' && parse_per_phi_json(text, file)) {
        file.digits = digits_of_json;
        return file;
    }
    TextTraceParser parser(file);
    LineReader lines(text);
    std::string_view line;
    while (lines.next(line)) {
        parser.line(line, lines.number());
    }
    if (file.records.empty() && file.problems.empty() && file.pixels.empty() &&
        (parse_printout(text, file) || parse_free_text(text, file))) {
        return file;
    }
    if (file.dialect == Dialect::py && file.pixels.size() == 1) {
        for (PrintedRecord& record : file.records) { // the line that names it may come last
            record.site.slow = file.pixels.front().slow;
            record.site.fast = file.pixels.front().fast;
        }
    }
    file.digits = printed_digits(file);
    file.truncation = missing_end(file, terminal_keys);
    if (file.truncation.empty() && !file.records.empty() && !lines.ends_with_newline() &&
        file.records.back().line == lines.number()) {
        file.truncation = "its last record has no line end";
    }
    return file;
}

TraceFile read_trace(const std::filesystem::path& path, std::string_view terminal_keys) {
    return parse_trace(read_file(path, "trace"), path.string(), terminal_keys);
}

} // namespace tapir::trace
