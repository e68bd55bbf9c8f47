#include "format/foreign_text.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "format/line_tools.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using nlohmann::json;

PrintedValue exact_value(double number) {
    PrintedValue value;
    value.number = number;
    value.numeric = true;
    value.text = shortest(number);
    return value;
}

std::optional<Pixel> pixel_in(const json& document) {
    for (const char* holder : {"pixel", "metadata"}) {
        const auto found = document.find(holder);
        if (found == document.end() || !found->is_object()) {
            continue;
        }
        const auto slow = found->find("slow");
        const auto fast = found->find("fast");
        if (slow != found->end() && fast != found->end() && slow->is_number_integer() &&
            fast->is_number_integer()) {
            return Pixel{slow->get<int>(), fast->get<int>()};
        }
    }
    return std::nullopt;
}

/// @return false for an entry without a phi step
bool add_entry(const json& entry, const Site& pixel, int number, TraceFile& file) {
    const auto tic = entry.is_object() ? entry.find("phi_tic") : entry.end();
    if (!entry.is_object() || tic == entry.end() || !tic->is_number_integer()) {
        return false;
    }
    Site site = pixel;
    set_site_index(site, "phi_tic", tic->get<int>(), file.loops);
    for (const auto& [key, value] : entry.items()) {
        if (key != "phi_tic" && value.is_number()) {
            file.records.push_back(
                {"PHI", key, site, {exact_value(value.get<double>())}, "", number, 0});
        }
    }
    return true;
}

/// A number as printed among words: how far at most what it was printed from lies from it.
double half_quantum_of(const std::string& text, double number) {
    constexpr double half = 0.5;
    constexpr int usual_digits = 6; // of %g, which drops zeros at the end
    const std::size_t point = text.find('.');
    const bool exponent = text.find_first_of("eE") != std::string::npos;
    if (point != std::string::npos && !exponent) {
        const auto decimals = static_cast<int>(text.size() - point - 1);
        if (decimals >= usual_digits) {
            return half * std::pow(10.0, -decimals);
        }
    }
    if (number == 0) {
        return 0;
    }
    const int digits = std::max(usual_digits, significant_digits(text));
    return half * std::pow(10.0, std::floor(std::log10(std::fabs(number))) - digits + 1);
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// "Pixel (120, 121)" anywhere in a line: slow and fast.
std::optional<Pixel> pixel_named(std::string_view line) {
    const std::size_t at = line.find("ixel (");
    const std::size_t close = at == std::string_view::npos ? at : line.find(')', at);
    if (close == std::string_view::npos) {
        return std::nullopt;
    }
    const auto numbers = split(line.substr(at + 6, close - at - 6), " ,");
    if (numbers.size() != 2) {
        return std::nullopt;
    }
    const auto slow = parse_integer(numbers[0]);
    const auto fast = parse_integer(numbers[1]);
    return slow && fast ? std::optional(Pixel{*slow, *fast}) : std::nullopt;
}

/// Splits "key: value"; an index in brackets is no part of the name.
bool split_at_separator(std::string_view line, std::string_view& key, std::string_view& rest) {
    constexpr std::string_view mark = "TRACE:";
    if (line.substr(0, mark.size()) == mark) {
        line = trimmed(line.substr(mark.size()));
    }
    const std::size_t equals = line.find(" = ");
    const std::size_t colon = line.find(": ");
    const std::size_t at = std::min(equals, colon);
    if (at == std::string_view::npos || at == 0) {
        return false;
    }
    key = trimmed(line.substr(0, at));
    key = key.substr(0, std::min(key.find('['), key.size()));
    rest = trimmed(line.substr(at + (at == equals ? 3 : 2)));
    constexpr std::size_t longest = 60;
    const auto first = static_cast<unsigned char>(key.empty() ? ' ' : key.front());
    return !key.empty() && key.size() <= longest && std::isalpha(first) != 0;
}

std::vector<PrintedValue> leading_numbers(std::string_view rest) {
    std::vector<PrintedValue> values;
    for (const std::string_view token : split(rest, " ,[]()\t")) {
        PrintedValue value = printed_value(token);
        if (!value.numeric || !value.label.empty()) {
            break;
        }
        if (value.half_quantum < 0) {
            value.half_quantum = half_quantum_of(value.text, value.number);
        }
        values.push_back(std::move(value));
    }
    return values;
}

} // namespace

bool parse_per_phi_json(std::string_view text, TraceFile& file) {
    constexpr int deepest = 8;
    const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= deepest; };
    const json document = json::parse(text, shallow, false);
    if (!document.is_object()) {
        return false;
    }
    const auto found = document.contains("per_phi_entries") ? document.find("per_phi_entries")
                                                            : document.find("traces");
    if (found == document.end() || !found->is_array()) {
        return false;
    }
    file.dialect = Dialect::py;
    Site site;
    if (const auto pixel = pixel_in(document)) {
        file.pixels = {*pixel};
        site.set_pixel(*pixel);
    }
    int number = 0;
    for (const json& entry : *found) {
        if (!add_entry(entry, site, ++number, file)) {
            file.problems.push_back("entry " + std::to_string(number) +
                                    ": no object with a whole number phi_tic");
        }
    }
    return true;
}

namespace {

/// Reads the lines of a pixel's block; what stands before the first block is no part of it.
class PrintoutParser {
  public:
    explicit PrintoutParser(TraceFile& file) : file_(&file) {}

    void line(std::string_view text, int number) {
        const std::size_t stol = text.find(" : stol = ");
        if (stol != std::string_view::npos) {
            begin(text.substr(0, stol));
            if (in_block_) {
                add("stol", text.substr(stol + 10), number);
            }
            return;
        }
        for (const char* key : {"at", "I/steps", "polar", "omega", "capfrac", "pixel"}) {
            const std::string_view name = key;
            if (in_block_ && text.substr(0, name.size()) == name &&
                text.substr(name.size(), 1) == " ") {
                add(name, text.substr(name.size()), number);
                in_block_ = name != "pixel"; // the last of its lines
                return;
            }
        }
        for (const char* key : {"hkl=", "hkl0=", "F_cell=", "F_latt=", "I ="}) {
            const std::string_view name = key;
            const std::size_t at = text.find(name);
            if (in_block_ && at != std::string_view::npos) {
                add(trimmed(name.substr(0, name.size() - 1)), text.substr(at + name.size()),
                    number);
            }
        }
    }

  private:
    /// "  30   31" stands for fast 30, slow 31.
    void begin(std::string_view text) {
        const auto numbers = split(text, " ");
        const auto fast = numbers.size() == 2 ? parse_integer(numbers[0]) : std::nullopt;
        const auto slow = numbers.size() == 2 ? parse_integer(numbers[1]) : std::nullopt;
        in_block_ = fast && slow;
        if (in_block_) {
            site_.set_pixel({*slow, *fast});
            file_->pixels.push_back({*slow, *fast});
        }
    }

    void add(std::string_view key, std::string_view rest, int number) {
        std::vector<PrintedValue> values = leading_numbers(rest);
        if (values.empty()) {
            file_->problems.push_back("line " + std::to_string(number) + ": no number after " +
                                      std::string(key));
            return;
        }
        file_->records.push_back(
            {"PRINTOUT", std::string(key), site_, std::move(values), "", number, 0});
    }

    TraceFile* file_;
    Site site_;
    bool in_block_ = false;
};

} // namespace

bool parse_printout(std::string_view text, TraceFile& file) {
    if (text.find(" : stol = ") == std::string_view::npos) {
        return false;
    }
    PrintoutParser parser(file);
    LineReader lines(text);
    std::string_view line;
    while (lines.next(line)) {
        parser.line(line, lines.number());
    }
    file.dialect = Dialect::py;
    return !file.records.empty();
}

bool parse_free_text(std::string_view text, TraceFile& file) {
    LineReader lines(text);
    std::string_view line;
    std::vector<PrintedRecord> records;
    std::uint64_t others = 0;
    while (lines.next(line)) {
        const std::string_view content = trimmed(line);
        if (const auto pixel = pixel_named(content); pixel && file.pixels.empty()) {
            file.pixels = {*pixel};
        }
        std::string_view key;
        std::string_view rest;
        std::vector<PrintedValue> values;
        if (split_at_separator(content, key, rest)) {
            values = leading_numbers(rest);
        }
        if (values.empty()) {
            others += content.empty() ? 0U : 1U;
            continue;
        }
        records.push_back({"TEXT", std::string(key), {}, std::move(values), "", lines.number(), 0});
    }
    if (records.empty()) {
        file.pixels.clear();
        return false;
    }
    file.dialect = Dialect::py;
    file.free_text_lines = others;
    file.records = std::move(records);
    for (PrintedRecord& record : file.records) {
        record.site.set_pixel(file.pixels.empty() ? Pixel{-1, -1} : file.pixels.front());
    }
    return true;
}

} // namespace tapir::trace
