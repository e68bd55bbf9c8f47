#include "format/log_prefix.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/words.hpp"
#include "format/text_characters.hpp"

namespace tapir::trace {

namespace {

constexpr std::string_view blanks = " \t";

bool is_level_word(std::string_view word) {
    constexpr std::array<std::string_view, 9> levels{
        "INFO", "DEBUG", "WARN", "WARNING", "ERROR", "NOTE", "NOTICE", "CRITICAL", "VERBOSE"};
    return is_one_of(word, levels);
}

bool is_worker(std::string_view word) {
    constexpr std::array<std::string_view, 8> workers{"rank", "proc", "process", "thread",
                                                      "task", "PE",   "node",    "worker"};
    return is_one_of(word, workers);
}

/// A date, a time of day, a number of a line or of a process.
bool is_stamp(std::string_view word) {
    constexpr std::string_view also = "-:./,TZ+";
    return std::any_of(word.begin(), word.end(), is_digit) &&
           std::all_of(word.begin(), word.end(), [also](char c) {
               return is_digit(c) || also.find(c) != std::string_view::npos;
           });
}

std::string_view after_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text;
}

/// The first word of a text, brackets with all that stands in them as one.
std::string_view first_word(std::string_view text) {
    constexpr std::size_t longest = 40;
    const std::size_t opening = std::string_view("[<").find(text.empty() ? ' ' : text.front());
    if (opening != std::string_view::npos) {
        const std::size_t close = text.find("]>"[opening]);
        const std::size_t after = close == std::string_view::npos ? close : close + 1;
        const bool alone = after < longest &&
                           (after >= text.size() ||
                            std::string_view(" \t:").find(text[after]) != std::string_view::npos);
        if (alone) {
            return text.substr(0, after + (after < text.size() && text[after] == ':' ? 1 : 0));
        }
    }
    return text.substr(0, text.find_first_of(blanks));
}

std::string_view without_colon(std::string_view word) {
    return !word.empty() && word.back() == ':' ? word.substr(0, word.size() - 1) : word;
}

/// How many bytes of the text are the next part of a prefix; 0 where none is.
std::size_t prefix_part(std::string_view text) {
    constexpr std::array<std::string_view, 5> dashes{"-", "|", ">", ">>", "--"};
    const std::string_view word = first_word(text);
    if (word.empty()) {
        return 0;
    }
    const char last = without_colon(word).empty() ? ' ' : without_colon(word).back();
    const bool bracket =
        (word.front() == '[' && last == ']') || (word.front() == '<' && last == '>');
    if (bracket || is_level_word(without_colon(word)) || is_stamp(word) ||
        is_one_of(word, dashes)) {
        return word.size();
    }
    const std::string_view more = after_blanks(text.substr(word.size()));
    const std::string_view number = first_word(more);
    if (is_worker(word) && is_stamp(number)) {
        return static_cast<std::size_t>(more.data() - text.data()) + number.size();
    }
    const std::size_t digits = std::min(word.find_first_of("0123456789"), word.size());
    const bool joined =
        digits < word.size() && is_worker(word.substr(0, digits)) && is_stamp(word.substr(digits));
    return joined ? word.size() : 0;
}

/// "nanobragg.detector:", or without the colon where a dash follows.
bool is_logger(std::string_view word, std::string_view behind) {
    const bool dash = after_blanks(behind).substr(0, 2) == "- ";
    return word.size() > 1 && (word.back() == ':' || dash) &&
           std::all_of(word.begin(), word.end() - 1, [](char c) {
               return c == '_' || c == '.' || std::isalnum(static_cast<unsigned char>(c)) != 0;
           });
}

} // namespace

std::string_view without_log_prefix(std::string_view line) {
    line = after_blanks(line);
    while (const std::size_t part = prefix_part(line)) {
        const std::string_view rest = after_blanks(line.substr(part));
        if (rest.empty()) {
            break;
        }
        line = rest;
    }
    return line;
}

std::string_view from_mark(std::string_view line, std::string_view mark) {
    if (line.substr(0, mark.size()) == mark) {
        return line;
    }
    if (line.find(mark) == std::string_view::npos) {
        return {};
    }
    line = without_log_prefix(line);
    while (line.substr(0, mark.size()) != mark) {
        const std::string_view word = first_word(line);
        if (!is_logger(word, line.substr(word.size()))) {
            return {};
        }
        line = without_log_prefix(line.substr(word.size()));
    }
    return line;
}

} // namespace tapir::trace
