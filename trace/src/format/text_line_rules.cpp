#include "format/text_line_rules.hpp"

#include <algorithm>

#include "format/text_characters.hpp"
#include "format/text_numbers.hpp"

namespace tapir::trace {

bool is_rule_line(std::string_view text, std::span<const TextToken> tokens, bool stroke) {
    const auto is_stroke = [text](const TextToken& token) {
        return token.kind == TextClass::empty_cell ||
               (token.kind == TextClass::word &&
                token.text(text).find_first_not_of("-_~+") == std::string_view::npos);
    };
    if (tokens.empty() || !std::all_of(tokens.begin(), tokens.end(), is_stroke)) {
        return false;
    }
    constexpr std::size_t many = 5;
    const bool long_one = std::any_of(tokens.begin(), tokens.end(), [](const TextToken& token) {
        return token.kind == TextClass::word && token.end - token.begin > 1;
    });
    const bool empty = std::all_of(tokens.begin(), tokens.end(), [](const TextToken& token) {
        return token.kind == TextClass::empty_cell;
    });
    return stroke || long_one || (!empty && tokens.size() >= many);
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
