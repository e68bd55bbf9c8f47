#include "format/log_lines.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/letter_case.hpp"
#include "base/words.hpp"
#include "format/line_tools.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t npos = std::string_view::npos;

/// The whole number behind a word: "slow=12", "slow: 12", "slow 12".
std::optional<int> number_behind(std::string_view text, std::string_view word) {
    const std::size_t at = text.find(word);
    if (at == npos) {
        return std::nullopt;
    }
    text.remove_prefix(at + word.size());
    text.remove_prefix(std::min(text.find_first_not_of(" =:"), text.size()));
    return parse_integer(text.substr(0, text.find_first_not_of("0123456789-")));
}

/// The two whole numbers of the first brackets.
std::optional<Pixel> pixel_in_brackets(std::string_view text) {
    const std::size_t open = text.find_first_of("([");
    const std::size_t close = open == npos ? npos : text.find_first_of(")]", open);
    if (close == npos || !trimmed(text.substr(0, open)).empty()) {
        return std::nullopt;
    }
    const auto numbers = split(text.substr(open + 1, close - open - 1), " ,");
    if (numbers.size() != 2) {
        return std::nullopt;
    }
    const auto first = parse_integer(numbers[0]);
    const auto second = parse_integer(numbers[1]);
    if (!first || !second) {
        return std::nullopt;
    }
    const bool fast_first = text.find("fast, slow") != npos || text.find("fast,slow") != npos;
    return fast_first ? Pixel{*second, *first} : Pixel{*first, *second};
}

} // namespace

Alarm alarm_in(std::string_view line) {
    struct Beginning {
        std::string_view words;
        Alarm alarm;
    };
    constexpr std::array<Beginning, 13> beginnings{{{"ERROR", Alarm::error},
                                                    {"Error:", Alarm::error},
                                                    {"error:", Alarm::error},
                                                    {"FATAL", Alarm::error},
                                                    {"Fatal", Alarm::error},
                                                    {"fatal:", Alarm::error},
                                                    {"CRITICAL", Alarm::error},
                                                    {"Traceback (most recent", Alarm::error},
                                                    {"Segmentation fault", Alarm::error},
                                                    {"Aborted", Alarm::error},
                                                    {"WARNING", Alarm::warning},
                                                    {"Warning:", Alarm::warning},
                                                    {"warning:", Alarm::warning}}};
    line = line.substr(std::min(line.find_first_not_of(" \t[<*"), line.size()));
    for (const Beginning& one : beginnings) {
        const std::size_t size = one.words.size();
        if (line.starts_with(one.words) &&
            (line.size() == size || std::isalpha(static_cast<unsigned char>(line[size])) == 0)) {
            return one.alarm;
        }
    }
    return Alarm::none;
}

std::optional<Pixel> pixel_in_words(std::string_view line) {
    const std::size_t first = line.find("ixel");
    if (first == npos || first == 0 || first > 200) {
        return std::nullopt;
    }
    const std::string lower = lower_case(line.substr(0, 300));
    const std::string_view text = lower;
    const std::size_t at = text.find("pixel");
    if (at == npos) {
        return std::nullopt;
    }
    const std::string_view behind = text.substr(at + 5);
    const bool is_subject = text.find("trac") != npos || text.find_first_not_of("=#*- \t") == at;
    const bool is_extreme =
        text.find("max") != npos || text.find("min") != npos || text.find("intensity") != npos;
    const auto slow = number_behind(behind, "slow");
    const auto fast = number_behind(behind, "fast");
    if (slow && fast && !is_extreme) {
        return Pixel{*slow, *fast};
    }
    return is_subject && !is_extreme ? pixel_in_brackets(behind) : std::nullopt;
}

} // namespace tapir::trace
