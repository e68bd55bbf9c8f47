#include "format/text_ignorables.hpp"

#include <algorithm>
#include <array>

#include "base/words.hpp"
#include "format/text_characters.hpp"
#include "format/text_digits.hpp"

namespace tapir::trace {

namespace {

void set_ignored(TextToken& token, std::size_t begin, std::size_t end, IgnoreKind rule) {
    token = TextToken{};
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(end);
    token.kind = TextClass::ignored;
    token.rule = rule;
}

/// The n-th token from the end as a word; "" when it is none.
std::string_view word_before(const LineContext& line, std::size_t n) {
    if (line.tokens.size() < n) {
        return {};
    }
    const TextToken& token = line.tokens[line.tokens.size() - n];
    return token.kind == TextClass::word ? token.text(line.text) : std::string_view{};
}

constexpr std::array<std::string_view, 22> time_units{
    "s",    "sec",       "secs", "second", "seconds",   "ms",          "msec",    "us",
    "usec", "\xc2\xb5s", "ns",   "min",    "mins",      "minute",      "minutes", "h",
    "hr",   "hrs",       "hour", "hours",  "\xce\xbcs", "milliseconds"};

/// Words of a line that make its times those of the program.
constexpr std::array<std::string_view, 22> speed_words{
    "elapsed",   "wall", "walltime", "wallclock", "cpu",    "took",    "taken",  "user",
    "sys",       "real", "passed",   "finished",  "ran",    "runtime", "timing", "timer",
    "completed", "done", "compiled", "built",     "solved", "failed"};

bool says_speed(const LineContext& line) {
    return line.memory->speed.any_of(line.tokens, [&line](const TextToken& token) {
        return token.kind == TextClass::word && is_one_of(token.text(line.text), speed_words);
    });
}

/// Whether the word in front makes a number a quantity of the computation: a time constant.
bool names_quantity(const LineContext& line) {
    constexpr std::array<std::string_view, 12> quantities{
        "constant", "constants", "step", "timestep", "scale",    "delay",
        "lag",      "period",    "tau",  "lifetime", "interval", "resolution"};
    return is_one_of(word_before(line, 1), quantities);
}

/// Whether a unit is one of time that no run of a program is told in.
bool is_unit_of_nature(std::string_view unit) {
    constexpr std::array<std::string_view, 16> units{
        "as",    "fs", "ps",  "week", "weeks", "month", "months",  "year",
        "years", "yr", "yrs", "kyr",  "myr",   "gyr",   "century", "centuries"};
    return is_one_of(unit, units);
}

/// Whether a word begins so, but for capitals and the bars _ in it.
bool starts_without_bars(std::string_view word, std::string_view start) {
    for (const char byte : word) {
        if (byte == '_') {
            continue;
        }
        if (start.empty() || lower(byte) != start.front()) {
            break;
        }
        start.remove_prefix(1);
    }
    return start.empty();
}

/// Whether a duration without unit is expected behind the words so far.
bool expects_duration(const LineContext& line) {
    const std::string_view word = word_before(line, 1);
    if (word.size() < 2) {
        return false;
    }
    const char first = lower(word.front());
    if (first != 'e' && first != 'w' && first != 'c' && first != 't' && first != 'o') {
        return false;
    }
    constexpr std::array<std::string_view, 6> kinds{"elapsed", "wall",      "cpu",
                                                    "clock",   "execution", "loop"};
    if (same_but_for_case(word, "time")) {
        return is_one_of(word_before(line, 2), kinds);
    }
    if (same_but_for_case(word, "of")) {
        return same_but_for_case(word_before(line, 2), "time") &&
               same_but_for_case(word_before(line, 3), "loop");
    }
    constexpr std::array<std::string_view, 9> starts{"elapsed",     "walltime",  "wallclock",
                                                     "cputime",     "clocktime", "executiontime",
                                                     "timeelapsed", "wtime",     "timetaken"};
    return std::any_of(starts.begin(), starts.end(),
                       [word](std::string_view start) { return starts_without_bars(word, start); });
}

/// The letters that begin at `at`.
std::string_view letters_at(const LineContext& line, std::size_t at) {
    std::size_t to = at;
    while (to < line.end && class_of(line.text[to]) == ByteClass::letter) {
        ++to;
    }
    return line.text.substr(at, to - at);
}

std::size_t behind_blanks(const LineContext& line, std::size_t at) {
    while (byte_at(line.text, at) == ' ' || byte_at(line.text, at) == '\t') {
        ++at;
    }
    return at;
}

/// The end of "1m2.5s" or "0m1.234s", as shells print a time; 0: it is none.
std::size_t end_of_shell_time(const LineContext& line, const TextToken& minutes) {
    std::size_t at = minutes.end;
    if (byte_at(line.text, at) != 'm' || !is_digit(byte_at(line.text, at + 1))) {
        return 0;
    }
    for (++at; is_digit(byte_at(line.text, at)) || byte_at(line.text, at) == '.';) {
        ++at;
    }
    return byte_at(line.text, at) == 's' && !in_word(byte_at(line.text, at + 1)) ? at + 1 : 0;
}

/// Whether a number with a unit of time is in brackets behind "OK", as test programs print it.
bool is_time_of_test(const LineContext& line, const TextToken& number) {
    return number.begin > line.begin && line.text[number.begin - 1] == '(' &&
           (same_but_for_case(word_before(line, 1), "ok") || line.text[line.begin] == '[');
}

} // namespace

bool is_duration(const LineContext& line, const TextToken& number, TextToken& token) {
    const std::size_t shell = end_of_shell_time(line, number);
    if (shell > 0) {
        set_ignored(token, number.begin, shell, IgnoreKind::duration);
        return true;
    }
    const std::size_t unit_at = behind_blanks(line, number.end);
    const std::string_view unit = letters_at(line, unit_at);
    if (unit.empty() && !expects_duration(line)) {
        return false;
    }
    const char behind = byte_at(line.text, unit_at + unit.size());
    if (names_quantity(line) || is_unit_of_nature(unit)) {
        return false;
    }
    bool found = false;
    if (!unit.empty() && behind != '/' && behind != '^' && is_one_of(unit, time_units)) {
        constexpr std::array<std::string_view, 3> told{"cpu", "wall", "elapsed"};
        const std::size_t next = behind_blanks(line, unit_at + unit.size());
        found = says_speed(line) || is_time_of_test(line, number) ||
                is_one_of(letters_at(line, next), told);
    }
    if (found || expects_duration(line)) {
        set_ignored(token, number.begin, number.end, IgnoreKind::duration);
        return true;
    }
    return false;
}

bool read_host(const LineContext& line, std::size_t at, TextToken& token) {
    constexpr std::array<std::string_view, 3> names{"host", "hostname", "nodename"};
    const std::string_view word = word_before(line, 1);
    const std::size_t size = word.size();
    if (size == 0 || (lower(word.front()) != 'h' && lower(word.front()) != 'n') ||
        (size != 4 && size != 8) || !is_one_of(word, names)) {
        return false;
    }
    const std::size_t behind = line.tokens.back().end;
    const bool assigned =
        byte_at(line.text, behind) == ':' || byte_at(line.text, behind) == '=' ||
        (byte_at(line.text, behind) == '"' && byte_at(line.text, behind + 1) == ':');
    if (!assigned && size == 4 && !same_but_for_case(word_before(line, 2), "on")) {
        return false;
    }
    std::size_t to = at;
    while (to < line.end && (in_word(line.text[to]) || line.text[to] == '-' ||
                             (line.text[to] == '.' && in_word(byte_at(line.text, to + 1))))) {
        ++to;
    }
    set_ignored(token, at, to, IgnoreKind::host);
    return to > at;
}

bool read_address(const LineContext& line, std::size_t at, TextToken& token) {
    constexpr std::size_t least = 6;
    std::size_t to = at + 2;
    const auto hexadecimal = [](char byte) {
        return is_digit(byte) || (lower(byte) >= 'a' && lower(byte) <= 'f');
    };
    while (to < line.end && hexadecimal(line.text[to])) {
        ++to;
    }
    if (!same_but_for_case(word_before(line, 1), "at") || to - at < least + 2 ||
        in_word(byte_at(line.text, to))) {
        return false;
    }
    set_ignored(token, at, to, IgnoreKind::address);
    return true;
}

constexpr std::array<std::string_view, 8> run_words{"host",    "hostname", "started", "running",
                                                    "process", "rank",     "node",    "user"};

/// Whether the line is that of a logger: something of it was left out, or it says that it runs.
bool tells_of_run(const LineContext& line) {
    return line.memory->run.any_of(line.tokens, [&line](const TextToken& token) {
        return token.kind == TextClass::ignored ||
               (token.kind == TextClass::word && is_one_of(token.text(line.text), run_words));
    });
}

/// Whether the number at the end of what was read of the line is its last word.
bool ends_line(const LineContext& line) {
    std::size_t at = line.tokens.back().end;
    while (at < line.end && !is_digit(line.text[at])) {
        ++at;
    }
    while (at < line.end && is_digit(line.text[at])) {
        ++at;
    }
    const std::string_view rest = line.text.substr(at, line.end - at);
    return rest.find_first_of("0123456789=") == std::string_view::npos;
}

bool expects_process_id(const LineContext& line) {
    const std::string_view word = word_before(line, 1);
    const bool named =
        same_but_for_case(word, "pid") ||
        (same_but_for_case(word, "id") && same_but_for_case(word_before(line, 2), "process"));
    const bool assigned = named && byte_at(line.text, line.tokens.back().end) == '=';
    // else one of several quantities: pid=211 px=1.5
    return named && (!assigned || tells_of_run(line) || ends_line(line));
}

bool is_number_type(std::string_view word) {
    for (const std::string_view module : {"np.", "numpy."}) {
        if (word.starts_with(module)) {
            const std::string_view type = word.substr(module.size());
            return type.starts_with("float") || type.starts_with("int") ||
                   type.starts_with("uint") || type.starts_with("complex") ||
                   type.starts_with("bool") || type == "str_";
        }
    }
    return false;
}

const char* name_of_rule(IgnoreKind kind) {
    constexpr std::array<const char*, ignore_kinds> names{
        "dates",       "times of day",     "durations",
        "process ids", "host names",       "directories",
        "addresses",   "types of numbers", "differs from run to run",
        "asked for"};
    return names[static_cast<std::size_t>(kind)];
}

} // namespace tapir::trace
