#include "align/token_alignment.hpp"

#include <algorithm>
#include <functional>

#include "align/line_alignment.hpp"
#include "format/text_characters.hpp"
#include "format/text_document.hpp"

namespace tapir::trace {

namespace {

using Pieces = std::vector<std::string_view>;

/// Whether it is a number, or the mark of one.
bool is_number(std::string_view piece) {
    const char first = piece.front();
    return first == FormMark::slot || is_digit(first) ||
           (piece.size() > 1 && (first == '-' || first == '+' || first == '.'));
}

double cost_of(std::string_view a, std::string_view b) {
    constexpr double other_number = 0.6, other_word = 1.2, other_kind = 1.4;
    if (a == b) {
        return 0;
    }
    if (is_number(a) && is_number(b)) {
        return other_number;
    }
    return is_number(a) == is_number(b) ? other_word : other_kind;
}

struct Part {
    std::uint32_t a = 0, a_end = 0, b = 0, b_end = 0;
};

void by_least_cost(const Pieces& a, const Pieces& b, const Part& part,
                   std::vector<TokenPair>& pairs) {
    const std::size_t n = part.a_end - part.a, m = part.b_end - part.b;
    std::vector<double> best((n + 1) * (m + 1));
    const auto at = [m](std::size_t i, std::size_t j) { return i * (m + 1) + j; };
    const auto both = [&](std::size_t i, std::size_t j) {
        return cost_of(a[part.a + i], b[part.b + j]) + best[at(i + 1, j + 1)];
    };
    for (std::size_t i = n + 1; i-- > 0;) {
        for (std::size_t j = m + 1; j-- > 0;) {
            best[at(i, j)] =
                i == n || j == m
                    ? static_cast<double>(n - i + m - j)
                    : std::min({both(i, j), 1 + best[at(i + 1, j)], 1 + best[at(i, j + 1)]});
        }
    }
    std::uint32_t i = 0, j = 0;
    while (i < n || j < m) {
        if (i < n && j < m && best[at(i, j)] == both(i, j)) {
            pairs.push_back({part.a + i++, part.b + j++});
        } else if (i < n && (j == m || best[at(i, j)] == 1 + best[at(i + 1, j)])) {
            pairs.push_back({part.a + i++, no_token});
        } else {
            pairs.push_back({no_token, part.b + j++});
        }
    }
}

/// As lines are aligned, by pieces that stand once on each side; for very long lines.
void as_sequences(const Pieces& a, const Pieces& b, const Part& part,
                  std::vector<TokenPair>& pairs) {
    const auto keys_of = [](const Pieces& pieces, std::uint32_t begin, std::uint32_t end) {
        std::vector<std::uint64_t> keys(end - begin);
        for (std::uint32_t i = begin; i < end; ++i) {
            keys[i - begin] = std::hash<std::string_view>{}(pieces[i]);
        }
        return keys;
    };
    const auto kinds_of = [](const Pieces& pieces, std::uint32_t begin, std::uint32_t end) {
        std::vector<std::uint32_t> kinds;
        for (std::uint32_t i = begin; i < end; ++i) {
            kinds.push_back(is_number(pieces[i]) ? 1 : 0);
        }
        return kinds;
    };
    const auto none = [](std::uint32_t) { return std::uint64_t{0}; };
    const std::vector<std::uint64_t> keys_a = keys_of(a, part.a, part.a_end);
    const std::vector<std::uint64_t> keys_b = keys_of(b, part.b, part.b_end);
    const std::vector<std::uint32_t> kinds_a = kinds_of(a, part.a, part.a_end);
    const std::vector<std::uint32_t> kinds_b = kinds_of(b, part.b, part.b_end);
    const LineAlignment found = align_lines(
        {keys_a, kinds_a, none, none, none}, {keys_b, kinds_b, none, none, none},
        [&](std::uint32_t i, std::uint32_t j) { return cost_of(a[part.a + i], b[part.b + j]); });
    std::uint32_t i = part.a, j = part.b;
    const auto alone_until = [&](std::uint32_t a_end, std::uint32_t b_end) {
        for (; i < a_end; ++i) {
            pairs.push_back({i, no_token});
        }
        for (; j < b_end; ++j) {
            pairs.push_back({no_token, j});
        }
    };
    for (const LinePair& pair : found.pairs) {
        alone_until(part.a + pair.reference, part.b + pair.candidate);
        pairs.push_back({i++, j++});
    }
    alone_until(part.a_end, part.b_end);
}

} // namespace

std::vector<std::string_view> pieces_of(std::string_view form) {
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < form.size();) {
        const std::size_t end = end_of_piece(form, at);
        pieces.push_back(form.substr(at, end - at));
        at = end;
    }
    return pieces;
}

std::vector<std::string_view> with_numbers(std::vector<std::string_view> pieces,
                                           const TextDocument& document, std::uint32_t line) {
    const TextToken* slot = document.slots().data() + document.lines()[line].first_slot;
    for (std::string_view& piece : pieces) {
        if (piece.front() == FormMark::slot) {
            piece = (slot++)->text(document.text());
        }
    }
    return pieces;
}

std::vector<TokenPair> align_tokens(const Pieces& reference, const Pieces& candidate) {
    Part part{0, static_cast<std::uint32_t>(reference.size()), 0,
              static_cast<std::uint32_t>(candidate.size())};
    std::vector<TokenPair> pairs;
    while (part.a < part.a_end && part.b < part.b_end && reference[part.a] == candidate[part.b]) {
        pairs.push_back({part.a++, part.b++});
    }
    std::vector<TokenPair> behind;
    while (part.a < part.a_end && part.b < part.b_end &&
           reference[part.a_end - 1] == candidate[part.b_end - 1]) {
        behind.push_back({--part.a_end, --part.b_end});
    }
    constexpr std::uint64_t most_cells = 250000;
    if (std::uint64_t{part.a_end - part.a} * (part.b_end - part.b) <= most_cells) {
        by_least_cost(reference, candidate, part, pairs);
    } else {
        as_sequences(reference, candidate, part, pairs);
    }
    pairs.insert(pairs.end(), behind.rbegin(), behind.rend());
    return pairs;
}

} // namespace tapir::trace
