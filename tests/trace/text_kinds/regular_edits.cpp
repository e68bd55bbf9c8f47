// Faults that stand in every row of a table or in every line of a kind, as faults of programs do.
#include <algorithm>
#include <cctype>

#include "decimal.hpp"
#include "edits.hpp"

namespace tapir::test {

namespace {

/// A slot of lines that are alike: the same piece of each.
struct Column {
    std::vector<std::size_t> lines;
    std::size_t piece = 0;
};

/// Whether two lines are of the same pieces.
bool alike(const Line& a, const Line& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Piece& one, const Piece& two) { return one.is == two.is; });
}

/// Values that stand below each other in at least three lines.
std::vector<Column> columns_of(const std::vector<Line>& lines) {
    std::vector<Column> columns;
    std::vector<bool> seen(lines.size(), false);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (seen[i]) {
            continue;
        }
        std::vector<std::size_t> same;
        for (std::size_t j = i; j < lines.size(); ++j) {
            if (alike(lines[i], lines[j])) {
                same.push_back(j);
                seen[j] = true;
            }
        }
        for (std::size_t piece = 0; same.size() >= 3 && piece < lines[i].size(); ++piece) {
            if (lines[i][piece].is == Is::value) {
                columns.push_back({same, piece});
            }
        }
    }
    return columns;
}

/// Changes the numbers of one column, given all of them; says nothing where they stay the same.
template <class Change>
std::optional<Planted> change_column(std::vector<Line>& lines, Values& random, Change change) {
    const auto column = one_of(columns_of(lines), random);
    if (!column) {
        return std::nullopt;
    }
    std::vector<std::string> texts;
    for (const std::size_t line : column->lines) {
        texts.push_back(lines[line][column->piece].text);
    }
    const std::vector<std::string> before = texts;
    change(texts, random);
    std::optional<Planted> planted;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::size_t line = column->lines[i];
        lines[line][column->piece].text = texts[i];
        if (!planted && !same_decimal(texts[i], before[i])) {
            planted = Planted{line + 1, lines[line][column->piece].key};
        }
    }
    return planted;
}

std::size_t mantissa_size(const std::string& text) {
    return std::min(text.find_first_of("eEdD"), text.size());
}

std::optional<Planted> late_by_a_row(std::vector<Line>& lines, Values& random) {
    return change_column(lines, random, [](std::vector<std::string>& texts, Values&) {
        std::rotate(texts.begin(), texts.end() - 1, texts.end());
        texts.front() = texts[1];
    });
}

std::optional<Planted> all_the_same(std::vector<Line>& lines, Values& random) {
    return change_column(lines, random, [](std::vector<std::string>& texts, Values&) {
        std::fill(texts.begin(), texts.end(), texts.front());
    });
}

std::optional<Planted> other_sign(std::vector<Line>& lines, Values& random) {
    return change_column(lines, random, [](std::vector<std::string>& texts, Values&) {
        for (std::string& text : texts) {
            if (!same_decimal(text, "0")) {
                text = text.front() == '-' || text.front() == '+' ? text.substr(1) : "-" + text;
            }
        }
    });
}

std::optional<Planted> ten_times(std::vector<Line>& lines, Values& random) {
    return change_column(lines, random, [](std::vector<std::string>& texts, Values&) {
        for (std::string& text : texts) {
            const std::size_t point = text.find('.');
            if (point == std::string::npos) {
                text.insert(mantissa_size(text), "0");
            } else if (point + 1 < mantissa_size(text)) {
                std::swap(text[point], text[point + 1]);
            }
        }
    });
}

std::optional<Planted> last_digits(std::vector<Line>& lines, Values& random) {
    return change_column(lines, random, [](std::vector<std::string>& texts, Values&) {
        for (std::string& text : texts) {
            char& one = text[mantissa_size(text) - 1];
            one = one == '.' ? '.' : static_cast<char>('0' + (one - '0' + 1) % 10);
        }
    });
}

/// The digits of another program that are right but for the last, which is wrong.
std::optional<Planted> fewer_and_wrong(std::vector<Line>& lines, Values& random) {
    return change_column(lines, random, [](std::vector<std::string>& texts, Values&) {
        for (std::string& text : texts) {
            const std::size_t end = mantissa_size(text);
            if (text.find('.') + 3 < end) {
                const char wrong = static_cast<char>('0' + (text[end - 2] - '0' + 5) % 10);
                text.erase(end - 2, 2).insert(end - 2, 1, wrong);
            }
        }
    });
}

std::optional<Planted> rounded_away(std::vector<Line>& lines, Values& random) {
    return change_column(lines, random, [](std::vector<std::string>& texts, Values&) {
        for (std::string& text : texts) {
            const std::size_t point = text.find('.');
            for (std::size_t at = point; at < mantissa_size(text); ++at) {
                text[at] = text[at] == '.' ? '.' : '0'; // 1.234 has become 1.000
            }
        }
    });
}

std::optional<Planted> columns_exchanged(std::vector<Line>& lines, Values& random) {
    const auto columns = columns_of(lines);
    std::vector<std::size_t> pairs;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
        if (columns[i].lines == columns[i + 1].lines) {
            pairs.push_back(i);
        }
    }
    const auto at = one_of(pairs, random);
    if (!at) {
        return std::nullopt;
    }
    std::optional<Planted> planted;
    for (const std::size_t line : columns[*at].lines) {
        std::string& one = lines[line][columns[*at].piece].text;
        std::string& two = lines[line][columns[*at + 1].piece].text;
        if (!planted && !same_decimal(one, two)) {
            planted = Planted{line + 1, ""};
        }
        std::swap(one, two);
    }
    return planted;
}

std::optional<Planted> every_other_row(std::vector<Line>& lines, Values& random) {
    const auto column = one_of(columns_of(lines), random);
    if (!column) {
        return std::nullopt;
    }
    for (std::size_t i = column->lines.size(); i-- > 0;) {
        if (i % 2 == 1) {
            lines.erase(lines.begin() + static_cast<long>(column->lines[i]));
        }
    }
    return Planted{column->lines[1] + 1, ""};
}

std::optional<Planted> twice(std::vector<Line>& lines, Values&) {
    const std::vector<Line> copy = lines;
    lines.insert(lines.end(), copy.begin(), copy.end());
    return Planted{copy.size() + 1, ""};
}

/// The rows' order is turned round; rows that bear an index may come in any order.
std::optional<Planted> rows_turned(std::vector<Line>& lines, Values& random) {
    const auto column = one_of(columns_of(lines), random);
    if (!column) {
        return std::nullopt;
    }
    const auto has_index = [](const Line& line) {
        return std::any_of(line.begin(), line.end(),
                           [](const Piece& p) { return p.is == Is::index; });
    };
    const auto words = [](const Line& line) {
        std::string text;
        for (const Piece& piece : line) {
            text += piece.is == Is::words ? piece.text : "#";
        }
        text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
        return text;
    };
    for (const std::size_t line : column->lines) { // a row may also bear a name
        if (has_index(lines[line]) || words(lines[line]) != words(lines[column->lines[0]])) {
            return std::nullopt;
        }
    }
    const std::string before = text_of(lines);
    for (std::size_t i = 0, j = column->lines.size() - 1; i < j; ++i, --j) {
        std::swap(lines[column->lines[i]], lines[column->lines[j]]);
    }
    return text_of(lines) == before ? std::nullopt
                                    : std::optional{Planted{column->lines[0] + 1, ""}};
}

/// A word is another one wherever it stands.
std::optional<Planted> word_throughout(std::vector<Line>& lines, Values& random) {
    std::vector<std::string> words;
    for (const PiecePlace& place :
         places(lines, [](const Piece& p) { return p.is == Is::words; })) {
        std::string word;
        for (const char c : lines[place.line][place.piece].text + " ") {
            if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
                word += c;
            } else {
                if (word.size() > 3) {
                    words.push_back(word);
                }
                word.clear();
            }
        }
    }
    const auto word = one_of(words, random);
    if (!word) {
        return std::nullopt;
    }
    std::optional<Planted> planted;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (Piece& piece : lines[i]) {
            const std::size_t at =
                piece.is == Is::words ? piece.text.find(*word) : std::string::npos;
            if (at != std::string::npos) {
                piece.text.replace(at, word->size(), "gravel");
                planted = planted ? planted : Planted{i + 1, ""};
            }
        }
    }
    return planted;
}

} // namespace

std::vector<Edit> regular_edits() {
    return {{"a column late by a row", late_by_a_row},
            {"a column all the same", all_the_same},
            {"a column of the other sign", other_sign},
            {"a column ten times as large", ten_times},
            {"the last digits of a column", last_digits},
            {"fewer digits and a wrong one", fewer_and_wrong},
            {"a column rounded to whole numbers", rounded_away},
            {"two columns exchanged", columns_exchanged, false},
            {"every other row dropped", every_other_row, false},
            {"all printed twice", twice, false},
            {"rows turned round", rows_turned, false},
            {"a word throughout", word_throughout, false}};
}

} // namespace tapir::test
