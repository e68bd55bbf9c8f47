#include <array>
#include <cctype>

#include "decimal.hpp"
#include "edits.hpp"

namespace tapir::test {

namespace {

bool is_number(const Piece& piece) {
    return piece.is == Is::value || piece.is == Is::index;
}

bool is_zero(const std::string& text) {
    return same_decimal(text, "0");
}

/// Changes one number by `change(text, random)`; what says the same afterwards is no fault.
template <class Change>
std::optional<Planted> change_number(std::vector<Line>& lines, Values& random, Change change) {
    const auto place = one_of(places(lines, is_number), random);
    if (!place) {
        return std::nullopt;
    }
    Piece& piece = lines[place->line][place->piece];
    const std::string before = piece.text;
    piece.text = change(before, random);
    if (piece.text == before || is_zero(before)) {
        return std::nullopt;
    }
    return Planted{place->line + 1, piece.is == Is::value ? piece.key : ""};
}

std::size_t mantissa_size(const std::string& text) {
    return std::min(text.find_first_of("eEdD"), text.size());
}

std::optional<Planted> digit(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random, [](std::string text, Values& draw) {
        std::vector<std::size_t> digits;
        for (std::size_t at = 0; at < mantissa_size(text); ++at) {
            if (std::isdigit(static_cast<unsigned char>(text[at])) != 0) {
                digits.push_back(at);
            }
        }
        char& one = text[*one_of(digits, draw)];
        one = static_cast<char>('0' + (one - '0' + draw.whole(1, 9)) % 10);
        return text;
    });
}

std::optional<Planted> last_digit(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random, [](std::string text, Values&) {
        char& one = text[mantissa_size(text) - 1];
        one = one == '.' ? '.' : static_cast<char>('0' + (one - '0' + 1) % 10);
        return text;
    });
}

std::optional<Planted> digit_less(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random, [](std::string text, Values&) {
        const std::size_t end = mantissa_size(text) - 1;
        const bool at_point = text[end] == '.' || (end > 0 && text[end - 1] == '.');
        // a zero at the end of a fraction says nothing
        if (text[end] != '0' && !at_point && end > 0) {
            text.erase(end, 1);
        }
        return text;
    });
}

std::optional<Planted> digit_more(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random, [](std::string text, Values& draw) {
        return text.insert(mantissa_size(text), 1, static_cast<char>('0' + draw.whole(1, 9)));
    });
}

std::optional<Planted> sign(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random, [](std::string text, Values&) {
        if (text.front() == '-' || text.front() == '+') {
            return text.front() == '-' ? text.substr(1) : "-" + text.substr(1);
        }
        return "-" + text;
    });
}

std::optional<Planted> exponent(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random, [](std::string text, Values&) {
        if (mantissa_size(text) == text.size()) {
            return text + "e1";
        }
        text.back() = static_cast<char>('0' + (text.back() - '0' + 1) % 10);
        return text;
    });
}

std::optional<Planted> point(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random, [](std::string text, Values&) {
        const std::size_t at = text.find('.');
        if (at == std::string::npos) {
            return text.insert(mantissa_size(text) - 1, 1, '.');
        }
        if (at + 1 < mantissa_size(text)) {
            std::swap(text[at], text[at + 1]);
        }
        return text;
    });
}

template <std::size_t N>
std::optional<Planted> replaced(std::vector<Line>& lines, Values& random,
                                const std::array<const char*, N>& words) {
    return change_number(lines, random, [&words](const std::string&, Values& draw) {
        return words.at(static_cast<std::size_t>(draw.whole(0, static_cast<long>(N) - 1)));
    });
}

std::optional<Planted> by_word(std::vector<Line>& lines, Values& random) {
    constexpr std::array<const char*, 4> words{"none", "missing", "true", "undef"};
    return replaced(lines, random, words);
}

std::optional<Planted> by_not_finite(std::vector<Line>& lines, Values& random) {
    constexpr std::array<const char*, 5> words{"NaN", "nan", "inf", "-Infinity", "******"};
    return replaced(lines, random, words);
}

std::optional<Planted> dropped(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random, [](const std::string&, Values&) { return ""; });
}

std::optional<Planted> extra(std::vector<Line>& lines, Values& random) {
    return change_number(lines, random,
                         [](const std::string& text, Values&) { return text + " 7.25"; });
}

std::optional<Planted> exchanged(std::vector<Line>& lines, Values& random) {
    const auto all = places(lines, [](const Piece& piece) { return piece.is == Is::value; });
    if (all.size() < 2) {
        return std::nullopt;
    }
    const auto first = static_cast<std::size_t>(random.whole(0, static_cast<long>(all.size()) - 2));
    Piece& one = lines[all[first].line][all[first].piece];
    Piece& two = lines[all[first + 1].line][all[first + 1].piece];
    if (same_decimal(one.text, two.text)) {
        return std::nullopt;
    }
    std::swap(one.text, two.text);
    return Planted{all[first].line + 1, ""};
}

std::optional<Planted> counter(std::vector<Line>& lines, Values& random) {
    const auto place =
        one_of(places(lines, [](const Piece& piece) { return piece.is == Is::index; }), random);
    if (!place) {
        return std::nullopt;
    }
    std::string& text = lines[place->line][place->piece].text;
    text = std::to_string(std::stol(text) + random.whole(1, 3));
    return Planted{place->line + 1, ""};
}

} // namespace

std::vector<Edit> number_edits() {
    return {{"a digit", digit},
            {"the last digit", last_digit},
            {"a digit less", digit_less},
            {"a digit more", digit_more},
            {"the sign", sign},
            {"the exponent", exponent},
            {"the point", point},
            {"a word for a number", by_word},
            {"not finite", by_not_finite},
            {"a number dropped", dropped, false},
            {"a number more", extra, false},
            {"two numbers exchanged", exchanged},
            {"a counter", counter, false}};
}

} // namespace tapir::test
