#include "format/text_number_scan.hpp"

#include <algorithm>

#include "format/text_characters.hpp"
#include "format/text_dates.hpp"
#include "format/text_directories.hpp"
#include "format/text_line_rules.hpp"
#include "format/text_numbers.hpp"
#include "format/text_signs.hpp"

namespace tapir::trace {

namespace {

bool scan_number_at(LineCursor& line, std::size_t at) {
    const char previous = line.before();
    const bool thousands =
        line.words > 0 && !line.shape.open() && previous != ',' && previous != ';';
    TextToken token;
    if (!read_number(line.text.substr(0, line.end), at, thousands, token)) {
        return false;
    }
    const std::size_t behind = token.end;
    std::size_t to = behind;
    bool digits = false;
    while (to < line.end && in_word(line.text[to])) {
        digits = digits || is_digit(line.text[to]);
        ++to;
    }
    const bool times =
        (line.byte(behind) == 'x' || line.byte(behind) == 'X') && is_digit(line.byte(behind + 1));
    const bool special = special_sign(line.text.substr(0, line.end), behind).size > 0;
    TextToken ignored;
    if (to - behind > 0 && is_duration(line.context(), token, ignored)) {
        return line.add_if(true, ignored);
    }
    if (digits && !times && !special) {
        return false;
    }
    if (expects_process_id(line.context())) {
        ignored = token;
        ignored.kind = TextClass::ignored;
        ignored.rule = IgnoreKind::process_id;
        return line.add_if(true, ignored);
    }
    if (to == behind && is_duration(line.context(), token, ignored)) {
        return line.add_if(true, ignored);
    }
    line.tokens.push_back(token);
    line.at = token.end;
    if (times) {
        line.add(1);
        ++line.words;
    }
    return true;
}

/// Whether nothing stands before, or nothing behind the next bytes of a line.
bool begins_or_ends(const LineCursor& line, std::size_t size) {
    const std::size_t before = line.at - line.begin, behind = line.at + size;
    return line.text.substr(line.begin, before).find_first_not_of(" \t#") ==
               std::string_view::npos ||
           line.text.substr(behind, line.end - behind).find_first_not_of(" \t\r") ==
               std::string_view::npos;
}

} // namespace

void scan_number(LineCursor& line) {
    TextToken token;
    const char second = line.byte(line.at + 1), third = line.byte(line.at + 2),
               fifth = line.byte(line.at + 4);
    if ((second == ':' || third == ':') &&
        line.add_if(read_clock(line.context(), line.at, token), token)) {
        return;
    }
    const bool dashed = (fifth == '-' || fifth == '/') && is_digit(third);
    const bool worded =
        is_digit(second) ? (third == ' ' || third == '-') : (second == ' ' || second == '-');
    if ((dashed || (worded && is_ascii_letter(line.byte(line.at + (is_digit(second) ? 3 : 2))))) &&
        line.add_if(read_date(line.context(), line.at, token), token)) {
        return;
    }
    if (line.text[line.at] == '0' && line.byte(line.at + 1) == 'x' &&
        line.add_if(read_address(line.context(), line.at, token), token)) {
        return;
    }
    if (line.add_if(read_host(line.context(), line.at, token), token) ||
        scan_number_at(line, line.at)) {
        return;
    }
    std::size_t to = line.at; // 1.2.3, 4e5f6d
    while (to < line.end &&
           (in_word(line.text[to]) || (line.text[to] == '.' && in_word(line.byte(to + 1))))) {
        ++to;
    }
    line.add_word(std::max(to, line.at + 1));
}

void scan_sign(LineCursor& line) {
    const std::string_view rest = line.text.substr(line.at, line.end - line.at);
    if (rest.starts_with("+/-")) {
        line.add(3);
        ++line.words;
        return;
    }
    std::size_t dashes = 0;
    while (line.byte(line.at + dashes) == '-') {
        ++dashes;
    }
    constexpr std::size_t rule = 4;
    if (dashes > 0 && line.byte(line.at + dashes) == '>') {
        line.at += dashes + 1; // an arrow
        return;
    }
    if (dashes >= rule && begins_or_ends(line, dashes) &&
        frames_text(line.text.substr(line.begin, line.end - line.begin))) {
        line.at += dashes;
        return;
    }
    if (dashes > 1) {
        line.add(dashes);
        ++line.words;
        return;
    }
    const char next = line.byte(line.at + 1);
    if (is_digit(next) || (next == '.' && is_digit(line.byte(line.at + 2)))) {
        if (sign_belongs_to_number(line.context(), line.at) && scan_number_at(line, line.at)) {
            return;
        }
    } else if (lower(next) == 'i' || lower(next) == 'n') {
        TextToken token;
        if (sign_belongs_to_number(line.context(), line.at) &&
            line.add_if(read_not_finite(line.text.substr(0, line.end), line.at, token), token)) {
            return;
        }
    }
    line.add(1);
    ++line.words;
}

void scan_points(LineCursor& line) {
    std::size_t points = 0;
    while (line.byte(line.at + points) == '.') {
        ++points;
    }
    constexpr std::size_t elision = 3;
    TextToken token;
    if (points > elision) {
        line.at += points;
    } else if (points == elision) {
        line.add(points, TextClass::elision);
    } else if (line.byte(line.at + points) == '/' && !in_word(line.before())) {
        if (!line.add_if(read_directory(line.context(), line.at, token), token)) {
            line.add(points);
            ++line.words;
        }
    } else if (points == 2) {
        line.add(2);
        ++line.words;
    } else if (is_digit(line.byte(line.at + 1)) && !in_word(line.before())) {
        if (!scan_number_at(line, line.at)) {
            line.add_word(line.end_of_word(line.at + 1));
        }
    } else if (is_ascii_letter(line.byte(line.at + 1))) {
        std::size_t to = line.end_of_word(line.at + 1);
        to += line.byte(to) == '.' &&
                      plain_word(line.text.substr(line.at, to + 1 - line.at), false) !=
                          line.text.substr(line.at, to + 1 - line.at)
                  ? 1U
                  : 0U; // .true.
        line.add_word(to);
    } else {
        const ByteClass before = class_of(line.before());
        if (before == ByteClass::blank || before == ByteClass::separator) {
            line.add(1); // a point between blanks stands for a missing value
            ++line.words;
        } else {
            ++line.at; // a full stop
        }
    }
}

} // namespace tapir::trace
