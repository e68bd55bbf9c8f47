#include "format/text_dates.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "format/date_reader.hpp"
#include "format/text_characters.hpp"
#include "format/text_digits.hpp"

namespace tapir::trace {

namespace {

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr std::size_t short_name = 3;
constexpr int most_days = 31, most_months = 12;

template <std::size_t n>
bool is_name(std::string_view word, const std::array<std::string_view, n>& names) {
    return std::any_of(names.begin(), names.end(), [word](std::string_view name) {
        return same_but_for_case(word, name) || same_but_for_case(word, name.substr(0, short_name));
    });
}

bool year(DateReader& reader) {
    constexpr int digits = 4, first = 1900, last = 2200;
    const std::size_t from = reader.at;
    const int value = reader.number(digits, digits);
    if (value < first || value > last || in_word(byte_at(reader.text, reader.at))) {
        reader.at = from;
        return false;
    }
    return true;
}

/// 2026-01-05, with the time of day behind a T.
bool numeric_date(DateReader& reader) {
    constexpr int digits = 4;
    const int of_year = reader.number(digits, digits);
    const char mark = byte_at(reader.text, reader.at);
    if (of_year < 0 || (mark != '-' && mark != '/') || !reader.take(mark)) {
        return false;
    }
    const int month = reader.number(1, 2);
    if (month < 1 || month > most_months || !reader.take(mark)) {
        return false;
    }
    const int day = reader.number(1, 2);
    if (day < 1 || day > most_days) {
        return false;
    }
    const std::size_t behind = reader.at;
    if (reader.take('T') && !reader.clock(false)) {
        reader.at = behind;
    }
    return !in_word(byte_at(reader.text, reader.at)) && byte_at(reader.text, reader.at) != mark;
}

bool day_of_month(DateReader& reader) {
    const int day = reader.number(1, 2);
    return day >= 1 && day <= most_days;
}

/// Jan 5 2026, Jan 5 10:20:30 2026: behind a month's name.
bool behind_month(DateReader& reader) {
    if (!reader.blanks() || !day_of_month(reader)) {
        return false;
    }
    reader.take(',');
    if (!reader.blanks()) {
        return false;
    }
    const std::size_t from = reader.at;
    if (year(reader)) {
        return true;
    }
    if (!reader.clock(true)) {
        return false;
    }
    const std::size_t behind_clock = reader.at;
    reader.blanks();
    const std::size_t zone = reader.at;
    if (!(reader.letters().size() <= 4 && reader.blanks())) {
        reader.at = zone;
    }
    if (!year(reader)) {
        reader.at = behind_clock;
    }
    return reader.at > from;
}

bool worded_date(DateReader& reader) {
    if (is_digit(byte_at(reader.text, reader.at))) { // 5 Jan 2026, 05-Jan-2026
        if (!day_of_month(reader)) {
            return false;
        }
        const bool dashed = reader.take('-');
        if ((!dashed && !reader.blanks()) || !is_name(reader.letters(), months)) {
            return false;
        }
        return (dashed ? reader.take('-') : reader.blanks()) && year(reader);
    }
    std::string_view word = reader.letters();
    if (is_name(word, weekdays)) {
        reader.take(',');
        if (!reader.blanks()) {
            return false;
        }
        if (is_digit(byte_at(reader.text, reader.at))) {
            return worded_date(reader);
        }
        word = reader.letters();
    }
    return is_name(word, months) && behind_month(reader);
}

/// Whether a line speaks of what was run.
bool speaks_of_version(std::string_view whole) {
    constexpr std::array<std::string_view, 4> words{"version", "copyright", "(c)", "release"};
    return std::any_of(words.begin(), words.end(), [whole](std::string_view word) {
        const auto same = [](char a, char b) { return lower(a) == b; };
        return std::search(whole.begin(), whole.end(), word.begin(), word.end(), same) !=
               whole.end();
    });
}

/// Whether a date at this place tells what was run, or is data.
bool is_told(const LineContext& line, std::size_t begin, std::size_t end) {
    std::optional<bool>& version = line.memory->version;
    if (!version) {
        version = speaks_of_version(line.text.substr(line.begin, line.end - line.begin));
    }
    if (*version) {
        return true;
    }
    const bool bracketed = begin > line.begin && line.text[begin - 1] == '(' &&
                           !line.tokens.empty() && line.tokens.back().kind == TextClass::word;
    const char behind = byte_at(line.text, end);
    return bracketed || behind == ',' || behind == ';' || behind == '|' || behind == '\t';
}

/// Whether a word before a date says when something was done.
bool says_when(std::string_view word) {
    constexpr std::array<std::string_view, 44> words{
        "date",       "dated",     "day",     "today",     "time",    "timestamp", "now",
        "on",         "at",        "since",   "start",     "started", "starting",  "begin",
        "began",      "begun",     "end",     "ended",     "finish",  "finished",  "done",
        "complete",   "completed", "created", "generated", "written", "wrote",     "built",
        "build",      "compiled",  "run",     "running",   "ran",     "executed",  "launched",
        "submitted",  "saved",     "updated", "modified",  "printed", "produced",  "stopped",
        "terminated", "logged"};
    return std::any_of(words.begin(), words.end(),
                       [word](std::string_view one) { return same_but_for_case(word, one); });
}

/// Whether a date is one of the run: at the head of a line, with a time of day, or behind words
/// that say when something was done.
bool is_of_run(const LineContext& line, std::size_t begin, std::size_t end) {
    bool head = true, said = false;
    for (const TextToken& token : line.tokens) {
        const bool word = token.kind == TextClass::word;
        head = head && !word;
        said = said || (word && says_when(token.text(line.text)));
    }
    DateReader behind{line.text.substr(0, line.end), end};
    behind.blanks();
    return head || said || behind.clock(false) ||
           line.text.substr(begin, end - begin).find(':') != std::string_view::npos;
}

bool is_level_beside_date(std::string_view word) {
    constexpr std::array<std::string_view, 9> levels{
        "debug", "info", "notice", "warning", "warn", "error", "fatal", "critical", "trace"};
    return std::any_of(levels.begin(), levels.end(),
                       [word](std::string_view level) { return same_but_for_case(word, level); });
}

bool goes_before_clock(std::string_view word) {
    constexpr std::array<std::string_view, 14> words{
        "time", "at",   "started", "finished", "ended", "start",    "end",
        "date", "wall", "elapsed", "clock",    "since", "walltime", "eta"};
    return std::any_of(words.begin(), words.end(),
                       [word](std::string_view one) { return same_but_for_case(word, one); });
}

/// The second letters of months and days that begin with a letter, so that most words are told
/// apart at a glance.
std::string_view second_letters(char first) {
    switch (first) {
    case 'a':
        return "pu";
    case 'd':
    case 'w':
        return "e";
    case 'f':
        return "er";
    case 'j':
        return "au";
    case 'm':
        return "ao";
    case 'n':
        return "o";
    case 'o':
        return "c";
    case 's':
        return "aeu";
    case 't':
        return "hu";
    default:
        return "";
    }
}

} // namespace

bool may_begin_date(std::string_view word) {
    return word.size() >= short_name &&
           second_letters(lower(word[0])).find(lower(word[1])) != std::string_view::npos &&
           (is_name(word, months) || is_name(word, weekdays));
}

bool read_date(const LineContext& line, std::size_t at, TextToken& token) {
    const std::string_view text = line.text.substr(0, line.end);
    constexpr std::size_t year_digits = 4;
    const char mark = byte_at(text, at + year_digits);
    DateReader reader{text, at};
    const bool numeric = mark == '-' || mark == '/';
    if (!(numeric ? numeric_date(reader) : worded_date(reader)) || is_told(line, at, reader.at) ||
        !is_of_run(line, at, reader.at)) {
        return false;
    }
    token = TextToken{};
    token.begin = static_cast<std::uint32_t>(at);
    token.end = static_cast<std::uint32_t>(reader.at);
    token.kind = TextClass::ignored;
    token.rule = IgnoreKind::date;
    return true;
}

bool read_clock(const LineContext& line, std::size_t at, TextToken& token) {
    DateReader reader{line.text.substr(0, line.end), at};
    int slots = 0;
    bool head = true;
    for (const TextToken& one : line.tokens) {
        slots += one.is_slot() ? 1 : 0;
        head = head && (one.kind != TextClass::word || is_level_beside_date(one.text(line.text)));
    }
    const bool has_before = !line.tokens.empty();
    const bool behind_date = has_before && line.tokens.back().kind == TextClass::ignored;
    const bool behind_word = has_before && line.tokens.back().kind == TextClass::word &&
                             goes_before_clock(line.tokens.back().text(line.text));
    if (!((head && slots <= 1) || behind_date || behind_word) ||
        !reader.clock(!behind_date && !behind_word)) {
        return false;
    }
    token = TextToken{};
    token.begin = static_cast<std::uint32_t>(at);
    token.end = static_cast<std::uint32_t>(reader.at);
    token.kind = TextClass::ignored;
    token.rule = IgnoreKind::clock;
    return true;
}

} // namespace tapir::trace
