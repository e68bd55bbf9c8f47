#include "format/log_records.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

#include "base/words.hpp"
#include "format/line_tools.hpp"
#include "format/log_prefix.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr std::string_view record_blanks = " \t";

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_key_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_|^*/.").find(c) != std::string_view::npos;
}

bool begins_key(char c) {
    return is_letter(c) || c == '|' || c == '_';
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

/// How long the identifier is that a text begins with; 0: none.
std::size_t identifier(std::string_view text) {
    if (text.empty() || !begins_key(text.front())) {
        return 0;
    }
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_key_character) -
                                    text.begin());
}

/// A key, and what is said of it.
struct Statement {
    std::string key;
    NumbersInRow numbers;

    [[nodiscard]] bool says_something() const { return !numbers.values.empty(); }
};

/// "key: v" and "key = v"; an index in brackets is no part of the key.
Statement behind_separator(std::string_view line) {
    constexpr std::size_t longest = 60;
    const std::size_t equals = line.find(" = ");
    const std::size_t at = std::min(equals, line.find(": "));
    Statement found;
    if (at == std::string_view::npos || at == 0 || at > longest || !begins_key(line.front())) {
        return found;
    }
    std::string_view key = trimmed(line.substr(0, at));
    key = key.substr(0, std::min(key.find('['), key.size()));
    const std::string_view rest = trimmed(line.substr(at + (at == equals ? 3 : 2)));
    found = {std::string(key), leading_numbers(rest)};
    if (!found.says_something() && !key.empty()) { // "After conversion: a = [1, 2, 3]"
        Statement inner = behind_separator(rest);
        if (inner.says_something()) {
            inner.key.insert(0, std::string(key) + ": ");
            return inner;
        }
    }
    return key.empty() ? Statement{} : found;
}

/// "key=v", "key:v" and "key v v", where the key is one word and nothing but numbers follows a
/// blank.
Statement behind_word(std::string_view line) {
    const std::size_t length = identifier(line);
    if (length == 0 || length >= line.size()) {
        return {};
    }
    Statement found{std::string(line.substr(0, length)), {}};
    const char sign = line[length];
    std::string_view rest = line.substr(length + 1);
    if (sign == '=' || sign == ':') {
        found.numbers = leading_numbers(rest);
    } else if (record_blanks.find(sign) != std::string_view::npos) {
        rest = trimmed(rest);
        for (std::size_t index = identifier(rest); // "row=71 col=47" before the numbers
             index > 0 && index < rest.size() && rest[index] == '='; index = identifier(rest)) {
            rest = trimmed(rest.substr(std::min(rest.find_first_of(record_blanks), rest.size())));
        }
        found.numbers = leading_numbers(rest);
        if (!trimmed(found.numbers.behind).empty()) {
            return {};
        }
    }
    return found;
}

/// Where the next "name = " begins in what stands behind numbers; std::string_view::npos: nowhere.
std::size_t next_name(std::string_view behind) {
    const std::size_t equals = behind.find(" = ");
    if (equals == std::string_view::npos || equals == 0) {
        return std::string_view::npos;
    }
    const std::size_t blank = behind.find_last_of(" ,;\t", equals - 1);
    const std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
    return begin < equals && begins_key(behind[begin]) ? begin : std::string_view::npos;
}

/// A line without its log prefix and a tag in capitals: "GEOM_PY:key=v", "TRACE: key v".
std::string_view without_tag(std::string_view line) {
    line = trimmed(without_log_prefix(line));
    const auto end = static_cast<std::size_t>(
        std::find_if_not(line.begin(), line.end(),
                         [](char c) {
                             return c == '_' || std::isupper(static_cast<unsigned char>(c)) != 0 ||
                                    std::isdigit(static_cast<unsigned char>(c)) != 0;
                         }) -
        line.begin());
    if (end < 2 || end >= line.size() || line[end] != ':' || !is_letter(line.front())) {
        return line;
    }
    const std::string_view rest = trimmed(line.substr(end + 1));
    return !rest.empty() && begins_key(rest.front()) ? rest : line;
}

} // namespace

NumbersInRow leading_numbers(std::string_view text) {
    constexpr CharacterSet separators(" ,[](){}\t");
    NumbersInRow row;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && !separators.has(text[i])) {
            continue;
        }
        const std::string_view token = text.substr(begin, i - begin);
        const std::size_t here = begin;
        begin = i + 1;
        if (token.empty()) {
            continue;
        }
        PrintedValue value = printed_value(token);
        if (!value.numeric || !value.label.empty()) {
            const bool constructor = row.values.empty() && i < text.size() &&
                                     (text[i] == '(' || text[i] == '[') &&
                                     identifier(token) == token.size();
            if (constructor) {
                continue;
            }
            row.behind = text.substr(here);
            return row;
        }
        if (value.half_quantum < 0) {
            value.half_quantum = half_quantum_of(value.text, value.number);
        }
        row.values.push_back(std::move(value));
    }
    return row;
}

std::vector<PrintedRecord> log_records(std::string_view line, int number) {
    constexpr int most = 20; // on one line
    std::vector<PrintedRecord> records;
    std::string_view rest = without_tag(line);
    for (int count = 0; count < most && !rest.empty(); ++count) {
        Statement found = behind_separator(rest);
        if (!found.says_something()) {
            found = behind_word(rest);
        }
        if (!found.says_something()) {
            break;
        }
        const std::string_view behind = found.numbers.behind;
        records.push_back(
            {"TEXT", std::move(found.key), {}, std::move(found.numbers.values), "", number, 0});
        const std::size_t next = next_name(behind);
        rest = next == std::string_view::npos ? std::string_view() : behind.substr(next);
    }
    return records;
}

} // namespace tapir::trace
