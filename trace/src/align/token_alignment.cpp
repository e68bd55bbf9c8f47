#include "align/token_alignment.hpp"

#include <algorithm>

#include "format/text_document.hpp"

namespace tapir::trace {

namespace {

using Pieces = std::vector<std::string_view>;

bool is_mark(std::string_view piece) {
    return is_form_mark(piece.front());
}

double cost_of(std::string_view a, std::string_view b) {
    constexpr double other_word = 1.2, other_kind = 1.4;
    if (a == b) {
        return 0;
    }
    return is_mark(a) == is_mark(b) ? other_word : other_kind;
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
        while (part.a < part.a_end || part.b < part.b_end) {
            pairs.push_back({part.a < part.a_end ? part.a++ : no_token,
                             part.b < part.b_end ? part.b++ : no_token});
        }
    }
    pairs.insert(pairs.end(), behind.rbegin(), behind.rend());
    return pairs;
}

} // namespace tapir::trace
