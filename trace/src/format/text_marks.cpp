#include "format/text_marks.hpp"

#include "base/mixed.hpp"
#include "format/text_characters.hpp"
#include "format/text_line_rules.hpp"

namespace tapir::trace {

void add_mark(LineCursor& line, std::uint64_t meaning) {
    const std::uint64_t place = line.tokens.size() - line.shape.number_types;
    line.shape.marks = mixed(line.shape.marks, 8 * place + meaning);
}

void scan_soft(LineCursor& line, char c, bool first) {
    const bool inside = line.tokens.size() > line.first;
    if (c == '#' && line.tokens.empty() && first) {
        line.shape.commented = true;
    } else if (c == '=') {
        line.shape.assigns = line.shape.assigns || inside;
        const bool two =
            line.byte(line.at + 1) == '=' && line.byte(line.at + 2) != '=' && line.before() != '=';
        if (two && inside &&
            line.text.substr(line.at + 2, line.end - line.at - 2).find_first_not_of(" \t\r") <
                line.end) {
            line.add(2);
            ++line.words;
            return;
        }
    }
    ++line.at;
}

void QuoteScanner::scan(LineCursor& line, char c) {
    bool& open = c == '"' ? double_open_ : single_open_;
    if (c == '"' && line.byte(line.at + 1) == '"') {
        line.add(2, TextClass::empty_cell);
        return;
    }
    const bool behind_number = line.tokens.size() > line.first &&
                               line.tokens.back().kind == TextClass::number &&
                               line.tokens.back().end == line.at;
    if (behind_number && !open) {
        line.add(1);
        ++line.words;
        return;
    }
    if (c == '\'' && !open && in_word(line.before())) {
        ++line.at; // an apostrophe
        return;
    }
    if (!open && !line.shape.open()) {
        const std::size_t end = end_of_quoted_cell(
            line.text.substr(line.begin, line.end - line.begin), line.at - line.begin);
        cell_end_ = end == 0 ? cell_end_ : line.begin + end;
    }
    open = !open;
    ++line.at;
}

} // namespace tapir::trace
