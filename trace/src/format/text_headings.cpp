#include "format/text_headings.hpp"

#include <algorithm>

#include "format/text_characters.hpp"

namespace tapir::trace {

namespace {

/// A cell of a table's line, as a range of the line.
struct Cell {
    std::size_t begin = 0, end = 0;
};

/// What stands between the cells of a heading.
char mark_of(std::string_view heading) {
    for (const char mark : {'|', ',', ';'}) {
        if (heading.find(mark) != std::string_view::npos) {
            return mark;
        }
    }
    return ' ';
}

/// The cells of a line between marks, or between two blanks where the mark is a blank.
std::vector<Cell> cells_of(std::string_view line, char mark) {
    std::vector<Cell> cells;
    std::size_t begin = 0;
    const auto finish = [&](std::size_t end) {
        std::size_t from = begin;
        while (from < end && (class_of(line[from]) == ByteClass::blank || line[from] == '#')) {
            ++from;
        }
        std::size_t to = end;
        while (to > from && class_of(line[to - 1]) == ByteClass::blank) {
            --to;
        }
        if (to > from || mark != ' ') { // between marks, an empty cell is one
            cells.push_back({from, to});
        }
    };
    for (std::size_t i = 0; i <= line.size(); ++i) {
        const bool two_blanks = mark == ' ' && i + 1 < line.size() &&
                                class_of(line[i]) == ByteClass::blank &&
                                (line[i] == '\t' || class_of(line[i + 1]) == ByteClass::blank);
        if (i == line.size() || two_blanks || (mark != ' ' && line[i] == mark)) {
            finish(i);
            begin = i + 1;
        }
    }
    return cells;
}

/// Whether a line looks like a row of a table: its numbers stand together, words at most before
/// and behind them, and more than a blank or a mark stands between its cells.
bool is_row(std::string_view line, const TextForm& form) {
    const std::size_t first = form.text.find(FormMark::slot);
    const std::size_t last = form.text.rfind(FormMark::slot);
    if (first == std::string::npos || line.find('=') != std::string_view::npos ||
        line.find(": ") != std::string_view::npos) {
        return false;
    }
    if (line.find_first_of("|,;\t") != std::string_view::npos) {
        return true;
    }
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view numbers = std::string_view(form.text).substr(first, last - first);
    return line.find("  ") != std::string_view::npos &&
           numbers.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

bool has_words_in_cells(std::string_view line) {
    const char mark = mark_of(line);
    if (mark != ' ' && mark != '|') {
        return false; // a sentence
    }
    int brackets = 0;
    for (const char c : line) {
        brackets += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
        if (brackets == 0 && is_digit(c)) {
            return false; // a value, and no unit
        }
    }
    const std::vector<Cell> cells = cells_of(line, mark);
    return cells.size() > 1 && std::all_of(cells.begin(), cells.end(), [line](const Cell& cell) {
               return cell.begin == cell.end || class_of(line[cell.begin]) == ByteClass::letter;
           });
}

/// Whether each cell of a line looks like a unit: the line between a heading and its rows.
bool has_units_only(std::string_view line) {
    const std::vector<Cell> cells = cells_of(line, ' ');
    return cells.size() > 1 && std::all_of(cells.begin(), cells.end(), [line](const Cell& cell) {
               const std::string_view text = line.substr(cell.begin, cell.end - cell.begin);
               return text.find_first_of("/[(^%") != std::string_view::npos;
           });
}

/// The one heading that stands over a range of a row, in a table whose columns are blanks apart.
std::string heading_over_range(std::string_view heading, const std::vector<Cell>& names,
                               const Cell& range) {
    const Cell* found = nullptr;
    for (const Cell& name : names) {
        if (range.begin < name.end && name.begin < range.end) {
            if (found != nullptr) {
                return {};
            }
            found = &name;
        }
    }
    return found == nullptr ? std::string{}
                            : std::string(heading.substr(found->begin, found->end - found->begin));
}

} // namespace

std::string column_name(const TextDocument& document, const TextLine& heading, const TextLine& row,
                        const std::vector<TextToken>& tokens, std::size_t which) {
    const std::string_view words = document.text_of(heading);
    const char mark = mark_of(words);
    const std::vector<Cell> names = cells_of(words, mark);
    const std::vector<Cell> cells = cells_of(document.text_of(row), mark);
    if (names.size() == cells.size() && names.size() > 1) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (tokens[which].begin < row.begin + cells[i].end) {
                std::string name(words.substr(names[i].begin, names[i].end - names[i].begin));
                std::erase(name, '"');
                return name;
            }
        }
    }
    const bool sentence =
        document.form_of(row).words > 0 && words.find_first_of(":=") != std::string_view::npos;
    const std::vector<TextToken> heads = tokens_of(document, heading);
    if (heads.size() == tokens.size() && !sentence) {
        return std::string(heads[which].text(document.text()));
    }
    // a row that bears an index of its own, or has an empty cell
    return mark == ' ' && names.size() > 1
               ? heading_over_range(
                     words, names, {tokens[which].begin - row.begin, tokens[which].end - row.begin})
               : std::string{};
}

std::uint32_t heading_over(const TextDocument& document, std::uint32_t row) {
    constexpr std::uint32_t farthest = 100000;
    const TextForm& own = document.form_of(document.lines()[row]);
    if (!is_row(document.text_of(document.lines()[row]), own)) {
        return no_line;
    }
    for (std::uint32_t at = row, steps = 0; at-- > 0 && steps < farthest; ++steps) {
        const TextForm& form = document.form_of(document.lines()[at]);
        const std::string_view text = document.text_of(document.lines()[at]);
        if (form.slots == 0) {
            const bool below = at > 0 && document.form_of(document.lines()[at - 1]).slots == 0;
            const std::uint32_t names = below && has_units_only(text) ? at - 1 : at;
            return form.all_ignored == 0 ? names : no_line;
        }
        if (form.tokens() != own.tokens()) {
            // "wavenumber [1/cm]": a number in it, and yet words in every cell
            if (has_words_in_cells(text)) {
                return at;
            }
            if (!is_row(text, form)) { // rows of a table may have empty cells
                return no_line;
            }
        }
    }
    return no_line;
}

} // namespace tapir::trace
