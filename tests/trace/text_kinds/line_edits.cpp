#include <algorithm>
#include <cctype>

#include "decimal.hpp"
#include "edits.hpp"

namespace tapir::test {

namespace {

/// Whether a number that was cut is still one: 1.50 and 1. are, 1.5e+ and - are not.
bool is_whole_number(const std::string& text) {
    return text.back() == '.' || std::isdigit(static_cast<unsigned char>(text.back())) != 0;
}

/// Whether cutting a line off behind `kept` pieces and `kept_text` of the next takes away
/// something that is compared: not a clock, not blanks, nothing without which the number
/// is the same.
bool cut_says_something(const Line& line, std::size_t piece, std::size_t kept) {
    for (std::size_t i = piece; i < line.size(); ++i) {
        const std::string& text = line[i].text;
        const std::string cut = i == piece ? text.substr(kept) : text;
        const bool same_number = i == piece && kept > 0 && is_whole_number(text.substr(0, kept)) &&
                                 line[i].is == Is::value &&
                                 same_decimal(text.substr(0, kept), text);
        if (line[i].is != Is::passing && says_something(cut) && !same_number) {
            return true;
        }
    }
    return false;
}

/// Cuts a line somewhere; nothing where all that is cut off says nothing.
bool cut(Line& line, Values& random) {
    if (line.empty()) {
        return false;
    }
    const auto piece =
        static_cast<std::size_t>(random.whole(0, static_cast<long>(line.size()) - 1));
    std::string& text = line[piece].text;
    const auto kept = static_cast<std::size_t>(random.whole(0, static_cast<long>(text.size()) - 1));
    if (text.empty() || !cut_says_something(line, piece, kept)) {
        return false;
    }
    text.resize(kept);
    line.resize(piece + 1);
    return true;
}

std::vector<std::size_t> speaking_lines(const std::vector<Line>& lines) {
    std::vector<std::size_t> speaking;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (says_something(text_of(lines[i]))) {
            speaking.push_back(i);
        }
    }
    return speaking;
}

bool has_index(const Line& line) {
    return std::any_of(line.begin(), line.end(),
                       [](const Piece& piece) { return piece.is == Is::index; });
}

/// What a line says without its numbers and blanks.
std::string words_of(const Line& line) {
    std::string words;
    for (const Piece& piece : line) {
        words +=
            piece.is == Is::words ? piece.text : std::string(piece.is == Is::value ? "#" : "$");
    }
    words.erase(std::remove(words.begin(), words.end(), ' '), words.end());
    return words;
}

std::vector<std::string> values_of(const Line& line) {
    std::vector<std::string> values;
    for (const Piece& piece : line) {
        if (piece.is == Is::value) {
            values.push_back(piece.text);
        }
    }
    return values;
}

bool same_words(const Line& a, const Line& b) {
    return words_of(a) == words_of(b) && !values_of(a).empty();
}

bool same_values(const Line& a, const Line& b) {
    const auto one = values_of(a), two = values_of(b);
    return std::equal(one.begin(), one.end(), two.begin(), two.end(), same_decimal);
}

using TwoLines = std::pair<std::size_t, std::size_t>;

/// Two rows of one table whose values differ.
std::optional<TwoLines> two_rows(const std::vector<Line>& lines, Values& random, bool with_index) {
    std::vector<TwoLines> found;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (std::size_t j = i + 1; j < std::min(lines.size(), i + 9); ++j) {
            if (has_index(lines[i]) == with_index && same_words(lines[i], lines[j]) &&
                !same_values(lines[i], lines[j])) {
                found.emplace_back(i, j);
            }
        }
    }
    return one_of(found, random);
}

/// Gives one row the values of the other; an index stays where it is.
void copy_values(const Line& from, Line& to) {
    auto source = from.begin();
    for (Piece& piece : to) {
        if (piece.is == Is::value) {
            source = std::find_if(source, from.end(),
                                  [](const Piece& one) { return one.is == Is::value; });
            piece.text = source->text;
            ++source;
        }
    }
}

std::optional<Planted> dropped(std::vector<Line>& lines, Values& random) {
    const auto at = one_of(speaking_lines(lines), random);
    if (at) {
        lines.erase(lines.begin() + static_cast<long>(*at));
    }
    return at ? std::optional{Planted{*at + 1, ""}} : std::nullopt;
}

std::optional<Planted> doubled(std::vector<Line>& lines, Values& random) {
    const auto at = one_of(speaking_lines(lines), random);
    if (at) {
        const Line copy = lines[*at];
        lines.insert(lines.begin() + static_cast<long>(*at), copy);
    }
    return at ? std::optional{Planted{*at + 1, ""}} : std::nullopt;
}

std::optional<Planted> added(std::vector<Line>& lines, Values& random) {
    const auto at = static_cast<std::size_t>(random.whole(0, static_cast<long>(lines.size())));
    lines.insert(lines.begin() + static_cast<long>(at), {{Is::words, "drift = 3.5", {}}});
    return Planted{at + 1, ""};
}

std::optional<Planted> rows_moved(std::vector<Line>& lines, Values& random) {
    const auto rows = two_rows(lines, random, false);
    if (!rows) {
        return std::nullopt;
    }
    std::swap(lines[rows->first], lines[rows->second]);
    return Planted{rows->first + 1, ""};
}

std::optional<Planted> contents_exchanged(std::vector<Line>& lines, Values& random) {
    const auto rows = two_rows(lines, random, true);
    if (!rows) {
        return std::nullopt;
    }
    const Line first = lines[rows->first];
    copy_values(lines[rows->second], lines[rows->first]);
    copy_values(first, lines[rows->second]);
    return Planted{rows->first + 1, ""};
}

std::optional<Planted> row_repeated(std::vector<Line>& lines, Values& random) {
    const auto rows = two_rows(lines, random, random.whole(0, 1) == 0);
    if (!rows) {
        return std::nullopt;
    }
    copy_values(lines[rows->first], lines[rows->second]);
    return Planted{rows->second + 1, ""};
}

std::optional<Planted> truncated(std::vector<Line>& lines, Values& random) {
    const auto kept =
        static_cast<std::size_t>(random.whole(1, static_cast<long>(lines.size()) - 1));
    const std::vector<Line> rest{lines.begin() + static_cast<long>(kept), lines.end()};
    if (!says_something(text_of(rest))) {
        return std::nullopt;
    }
    lines.resize(kept);
    return Planted{kept + 1, ""};
}

std::optional<Planted> cut_short(std::vector<Line>& lines, Values& random) {
    const auto at = one_of(speaking_lines(lines), random);
    if (!at || !cut(lines[*at], random)) {
        return std::nullopt;
    }
    lines.resize(*at + 1);
    return Planted{*at + 1, ""};
}

std::optional<Planted> cut_line(std::vector<Line>& lines, Values& random) {
    const auto at = one_of(speaking_lines(lines), random);
    if (!at || !cut(lines[*at], random)) {
        return std::nullopt;
    }
    return Planted{*at + 1, ""};
}

std::optional<Planted> column_dropped(std::vector<Line>& lines, Values& random) {
    const auto rows = two_rows(lines, random, random.whole(0, 1) == 0);
    if (!rows) {
        return std::nullopt;
    }
    const Line model = lines[rows->first];
    const auto is_value = [&model](std::size_t piece) { return model[piece].is == Is::value; };
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < model.size(); ++i) {
        if (is_value(i)) {
            columns.push_back(i);
        }
    }
    const std::size_t column = *one_of(columns, random);
    for (Line& line : lines) {
        if (same_words(line, model) && column < line.size() && line[column].is == Is::value) {
            line[column].text.clear();
        }
    }
    return Planted{rows->first + 1, ""};
}

} // namespace

bool says_something(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

std::vector<Edit> line_edits() {
    return {{"a line dropped", dropped, false},
            {"a line doubled", doubled, false},
            {"a line more", added, false},
            {"two rows exchanged", rows_moved, false},
            {"values of two rows exchanged", contents_exchanged},
            {"a row repeated", row_repeated},
            {"cut short at a line", truncated, false},
            {"cut short in a line", cut_short, false},
            {"the end of a line cut", cut_line, false},
            {"a column dropped", column_dropped, false}};
}

} // namespace tapir::test
