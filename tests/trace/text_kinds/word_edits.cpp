#include <cctype>

#include "edits.hpp"

namespace tapir::test {

namespace {

/// A word of a line: letters of ASCII, at least two, in a piece that is words.
struct Word {
    PiecePlace place;
    std::size_t begin = 0, size = 0;
    bool after_number = false;  ///< the first of a piece behind a value: a unit, mostly
    bool before_number = false; ///< the last of a piece before a value: a key, mostly
};

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

void words_of(const std::vector<Line>& lines, PiecePlace place, std::vector<Word>& all) {
    const Line& line = lines[place.line];
    const std::string& text = line[place.piece].text;
    const auto is_value = [&line](std::size_t piece) {
        return piece < line.size() && line[piece].is == Is::value;
    };
    std::vector<Word> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_letter(text[at])) {
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_letter(text[end])) {
            ++end;
        }
        if (end - at >= 2) {
            found.push_back({place, at, end - at});
        }
        at = end;
    }
    if (!found.empty()) {
        found.front().after_number = place.piece > 0 && is_value(place.piece - 1);
        found.back().before_number = is_value(place.piece + 1);
    }
    all.insert(all.end(), found.begin(), found.end());
}

std::vector<Word> words_of(const std::vector<Line>& lines) {
    std::vector<Word> all;
    for (const PiecePlace& place :
         places(lines, [](const Piece& p) { return p.is == Is::words; })) {
        words_of(lines, place, all);
    }
    return all;
}

template <class Fits, class Change>
std::optional<Planted> change_word(std::vector<Line>& lines, Values& random, Fits fits,
                                   Change change) {
    std::vector<Word> fitting;
    for (const Word& word : words_of(lines)) {
        if (fits(word)) {
            fitting.push_back(word);
        }
    }
    const auto word = one_of(fitting, random);
    if (!word) {
        return std::nullopt;
    }
    std::string& text = lines[word->place.line][word->place.piece].text;
    const std::string before = text.substr(word->begin, word->size);
    const std::string after = change(before, random);
    if (after == before) {
        return std::nullopt;
    }
    text.replace(word->begin, word->size, after);
    return Planted{word->place.line + 1, ""};
}

constexpr auto any = [](const Word&) { return true; };

std::optional<Planted> letter(std::vector<Line>& lines, Values& random) {
    return change_word(lines, random, any, [](std::string word, Values& draw) {
        // letters that make no number, unit or truth value of a word by chance
        constexpr std::string_view letters = "bcghklmpqrvwz";
        const auto at = static_cast<std::size_t>(draw.whole(0, static_cast<long>(word.size()) - 1));
        const char other = letters[static_cast<std::size_t>(draw.whole(0, 12))];
        word[at] = std::isupper(static_cast<unsigned char>(word[at])) != 0
                       ? static_cast<char>(std::toupper(static_cast<unsigned char>(other)))
                       : other;
        return word;
    });
}

std::optional<Planted> word_dropped(std::vector<Line>& lines, Values& random) {
    return change_word(lines, random, any, [](const std::string&, Values&) { return ""; });
}

std::optional<Planted> word_more(std::vector<Line>& lines, Values& random) {
    return change_word(lines, random, any,
                       [](const std::string& word, Values&) { return word + " not"; });
}

std::optional<Planted> unit(std::vector<Line>& lines, Values& random) {
    return change_word(
        lines, random, [](const Word& word) { return word.after_number; },
        [](const std::string&, Values&) { return "cal"; });
}

std::optional<Planted> key(std::vector<Line>& lines, Values& random) {
    return change_word(
        lines, random, [](const Word& word) { return word.before_number; },
        [](std::string word, Values&) {
            std::swap(word[word.size() - 1], word[word.size() - 2]);
            return word;
        });
}

std::optional<Planted> words_exchanged(std::vector<Line>& lines, Values& random) {
    const std::vector<Word> all = words_of(lines);
    std::vector<std::size_t> neighbours;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        if (all[i].place.line == all[i + 1].place.line &&
            all[i].place.piece == all[i + 1].place.piece) {
            neighbours.push_back(i);
        }
    }
    const auto at = one_of(neighbours, random);
    if (!at) {
        return std::nullopt;
    }
    const Word &one = all[*at], &two = all[*at + 1];
    std::string& text = lines[one.place.line][one.place.piece].text;
    const std::string first = text.substr(one.begin, one.size);
    const std::string second = text.substr(two.begin, two.size);
    if (first == second) {
        return std::nullopt;
    }
    text.replace(two.begin, two.size, first).replace(one.begin, one.size, second);
    return Planted{one.place.line + 1, ""};
}

} // namespace

std::vector<Edit> word_edits() {
    return {{"a letter", letter},       {"a word dropped", word_dropped},
            {"a word more", word_more}, {"a unit", unit},
            {"a key misspelt", key},    {"two words exchanged", words_exchanged}};
}

} // namespace tapir::test
