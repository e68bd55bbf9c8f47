#include "format/text_line_rules.hpp"

#include <algorithm>

#include "base/words.hpp"
#include "format/text_characters.hpp"
#include "format/text_numbers.hpp"

namespace tapir::trace {

namespace {

bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/// A line without blanks at its ends and the comment mark in front.
std::string_view without_comment_mark(std::string_view line) {
    constexpr std::string_view blanks = " \t\r";
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r#"), line.size()));
    return trimmed(line, blanks);
}

/// Whether a line has signs and nothing else, as a picture of spins has.
bool is_drawn(std::string_view line) {
    line = without_comment_mark(line);
    return !line.empty() && line.find_first_not_of("+- ") == std::string_view::npos;
}

/// Whether the line before or behind is drawn too, so that none of them underlines a text.
bool is_in_drawing(std::string_view text, std::size_t begin, std::size_t end) {
    if (begin > 0) {
        const std::size_t feed = begin > 1 ? text.rfind('\n', begin - 2) : std::string_view::npos;
        const std::size_t from = feed == std::string_view::npos ? 0 : feed + 1;
        if (is_drawn(text.substr(from, begin - 1 - from))) {
            return true;
        }
    }
    const std::size_t next = std::min(end + 1, text.size());
    return is_drawn(text.substr(next, text.find('\n', next) - next));
}

/// Whether a line is one drawing character again and again, in columns between blanks, | or the
/// corners +. A corner with a blank beside it is a picture's, and so is a single sign beside it.
bool is_ruled(std::string_view line) {
    constexpr std::size_t fewest = 4, longest_at_least = 3;
    char mark = 0;
    std::size_t count = 0, run = 0, longest = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const char before = i > 0 ? line[i - 1] : mark;
        if (c == '-' || c == '=' || c == '_' || c == '~') {
            if (mark != 0 && c != mark) {
                return false;
            }
            mark = c;
            ++count;
            longest = std::max(longest, ++run);
            const bool alone = run == 1 && (i + 1 == line.size() || line[i + 1] != c);
            if (alone && (before == '+' || (i + 1 < line.size() && line[i + 1] == '+'))) {
                return false;
            }
            continue;
        }
        run = 0;
        if (c == '+') {
            const char behind = i + 1 < line.size() ? line[i + 1] : mark;
            if (is_blank(before) || is_blank(behind) || before == '+') {
                return false;
            }
        } else if (!is_blank(c) && c != '|' && c != ':') {
            return false;
        }
    }
    // |---| is the rule of a table of one column
    const bool between_bars = line.size() > 1 && line.front() == '|' && !is_blank(line[1]);
    return longest >= longest_at_least && (count >= fewest || between_bars);
}

} // namespace

bool may_be_drawn(std::string_view line) {
    for (const char byte : line) {
        if (!is_blank(byte) && byte != '#') {
            return std::string_view("-=_~+|:").find(byte) != std::string_view::npos;
        }
    }
    return false;
}

bool is_rule_line(std::string_view text, std::size_t begin, std::size_t end) {
    const std::string_view line = without_comment_mark(text.substr(begin, end - begin));
    if (line.empty() || std::string_view("-=_~+|:").find(line.front()) == std::string_view::npos ||
        !is_ruled(line)) {
        return false;
    }
    const bool sequences = text.front() == '>'; // in FASTA a dash is a gap
    return line.find('-') == std::string_view::npos ||
           (!sequences && !is_in_drawing(text, begin, end));
}

std::uint64_t narrow_gaps(std::string_view line) {
    line = without_comment_mark(line);
    if (line.empty() || line.front() != '|' || line.find_first_not_of("| ") != line.npos) {
        return 0;
    }
    std::uint64_t gaps = 1;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '|') {
            const bool narrow = line[i - 1] == '|' || line[i - 2] == '|';
            gaps = gaps * 0x9e3779b97f4a7c15ULL + (narrow ? 1 : 2);
        }
    }
    return gaps;
}

bool frames_text(std::string_view line) {
    line = without_comment_mark(line);
    const std::size_t head = line.find_first_not_of('-');
    const std::size_t tail = line.find_last_not_of('-');
    constexpr std::size_t fewest = 4;
    return head != std::string_view::npos && head >= fewest && line.size() - 1 - tail >= fewest &&
           line[head] == ' ' && line[tail] == ' ';
}

std::size_t end_of_quoted_cell(std::string_view line, std::size_t at) {
    if (line[at] != '"' || (at > 0 && line[at - 1] != ',' && line[at - 1] != ';')) {
        return 0;
    }
    const std::size_t end = line.find('"', at + 1);
    if (end == std::string_view::npos) {
        return 0;
    }
    const char behind = end + 1 < line.size() ? line[end + 1] : ',';
    return behind == ',' || behind == ';' ? end : 0;
}

bool ends_with_empty_cell(std::string_view line) {
    while (!line.empty() && is_blank(line.back())) {
        line.remove_suffix(1);
    }
    if (line.empty() || line.back() != ',' ||
        line.find_first_of("=:[](){}") != std::string_view::npos) {
        return false;
    }
    line.remove_suffix(1);
    return line.find(',') != std::string_view::npos && line.find(", ") == std::string_view::npos;
}

bool has_tabbed_cells(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr int farthest = 20;
    const auto tabs = [text](std::size_t from, std::size_t to) {
        return std::count(text.begin() + static_cast<std::ptrdiff_t>(from),
                          text.begin() + static_cast<std::ptrdiff_t>(to), '\t');
    };
    const auto own = tabs(begin, end);
    std::size_t line_end = begin;
    for (int lines = 0; lines < farthest && line_end > 0; ++lines) {
        --line_end;
        const std::size_t feed =
            line_end == 0 ? std::string_view::npos : text.rfind('\n', line_end - 1);
        const std::size_t from = feed == std::string_view::npos ? 0 : feed + 1;
        const std::string_view line = text.substr(from, line_end - from);
        if (tabs(from, line_end) != own) {
            return false;
        }
        if (line.find("\t\t") == std::string_view::npos && line.front() != '\t' &&
            line.back() != '\t') {
            return true;
        }
        line_end = from;
    }
    return false;
}

bool sign_belongs_to_number(const LineContext& line, std::size_t at) {
    const auto byte = [&line](std::size_t place) {
        return place < line.end ? line.text[place] : '\n';
    };
    const char previous = at > line.begin ? line.text[at - 1] : '\n';
    if (is_digit(previous) || previous == '.') {
        TextToken next;
        if (line.tokens.empty() || line.tokens.back().kind != TextClass::number ||
            line.tokens.back().end != at ||
            !read_number(line.text.substr(0, line.end), at, false, next)) {
            return false;
        }
        const char behind = byte(next.end);
        const bool imaginary = (behind == 'i' || behind == 'j') && !in_word(byte(next.end + 1));
        return imaginary || (!line.tokens.back().integer && !next.integer);
    }
    switch (class_of(previous)) {
    case ByteClass::blank:
    case ByteClass::separator:
    case ByteClass::opening:
    case ByteClass::soft:
        return true;
    default:
        return at == line.begin || previous == '<' || previous == '>' || previous == '/' ||
               (previous & '\x80') != 0;
    }
}

} // namespace tapir::trace
