#include "format/text_columns.hpp"

#include <algorithm>

#include "format/text_characters.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t most_columns = 32;

/// The most blanks between two tokens of a heading; 1 where anywhere is but one, 0 where anywhere
/// is another sign, or none.
std::size_t widest_gap(std::string_view text, const std::vector<TextToken>& tokens) {
    std::size_t widest = 0;
    bool narrow = false;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        const std::string_view gap =
            text.substr(tokens[i - 1].end, tokens[i].begin - tokens[i - 1].end);
        if (gap.empty() || gap.find_first_not_of(' ') != std::string_view::npos) {
            return 0;
        }
        widest = std::max(widest, gap.size());
        narrow = narrow || gap.size() == 1;
    }
    return narrow ? 1 : widest;
}

std::size_t distance(std::size_t a_begin, std::size_t a_end, std::size_t b_begin,
                     std::size_t b_end) {
    return a_begin >= b_end ? a_begin - b_end + 1 : b_begin >= a_end ? b_begin - a_end + 1 : 0;
}

} // namespace

std::uint32_t TextColumns::blank_cells(std::string_view text, std::size_t begin, std::size_t end,
                                       const std::vector<TextToken>& tokens) {
    const std::string_view line = text.substr(begin, end - begin);
    const bool goes_on = begin == next_line_ && !columns_.empty();
    next_line_ = end + 1;
    const bool has_number = std::any_of(tokens.begin(), tokens.end(),
                                        [](const TextToken& token) { return token.is_slot(); });
    if (!has_number) { // a heading, or none
        columns_.clear();
        constexpr std::size_t wide = 3;
        const std::size_t gap = tokens.size() <= most_columns ? widest_gap(text, tokens) : 0;
        sure_ = gap >= wide;
        narrow_ = gap == 1;
        if (gap > 0) {
            for (const TextToken& token : tokens) {
                columns_.push_back({token.begin - begin, token.end - begin});
            }
        }
        return 0;
    }
    if (!goes_on || tokens.size() > columns_.size() ||
        line.find_first_of("=:|,;\t") != std::string_view::npos) {
        columns_.clear();
        return 0;
    }
    if (narrow_) {
        return tokens.size() < columns_.size() ? blanks_below_narrow(begin, tokens) : 0;
    }
    if (tokens.size() < columns_.size()) {
        return sure_ ? blanks_in_row(begin, tokens) : 0;
    }
    sure_ = true;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        columns_[i].begin = std::min<std::size_t>(columns_[i].begin, tokens[i].begin - begin);
        columns_[i].end = std::max<std::size_t>(columns_[i].end, tokens[i].end - begin);
    }
    return 0;
}

/// Below words with but one blank between them a cell is known to be blank where all others stand
/// exactly below a word, and one of them behind it.
std::uint32_t TextColumns::blanks_below_narrow(std::size_t begin,
                                               const std::vector<TextToken>& tokens) const {
    std::uint32_t blanks = 0;
    std::size_t column = 0;
    for (const TextToken& token : tokens) {
        const std::size_t from = token.begin - begin, to = token.end - begin;
        while (column < columns_.size() && columns_[column].begin != from &&
               columns_[column].end != to) {
            blanks |= 1U << column++;
        }
        if (column == columns_.size()) {
            return 0;
        }
        ++column;
    }
    return blanks;
}

std::uint32_t TextColumns::blanks_in_row(std::size_t begin,
                                         const std::vector<TextToken>& tokens) const {
    std::uint32_t blanks =
        columns_.size() == most_columns ? 0xffffffffU : (1U << columns_.size()) - 1U;
    std::size_t first = 0; ///< column that may be next
    for (const TextToken& token : tokens) {
        std::size_t best = columns_.size();
        std::size_t nearest = static_cast<std::size_t>(-1);
        for (std::size_t i = first; i < columns_.size(); ++i) {
            const std::size_t away = distance(token.begin - begin, token.end - begin,
                                              columns_[i].begin, columns_[i].end);
            if (away < nearest) {
                nearest = away;
                best = i;
            }
        }
        if (best == columns_.size()) {
            return 0; // more tokens than columns are left
        }
        blanks &= ~(1U << best);
        first = best + 1;
    }
    return blanks;
}

std::size_t heading_cells(std::string_view line) {
    const char mark = line.find('|') != std::string_view::npos    ? '|'
                      : line.find(',') != std::string_view::npos  ? ','
                      : line.find('\t') != std::string_view::npos ? '\t'
                                                                  : ' ';
    std::size_t cells = 0;
    std::size_t blanks = 2;
    bool in_cell = false;
    for (const char c : line) {
        if (mark == ' ' ? c == ' ' : c == mark) {
            ++blanks;
            in_cell = in_cell && mark == ' ' && blanks < 2;
            continue;
        }
        blanks = class_of(c) == ByteClass::blank ? blanks : 0;
        if (!in_cell && class_of(c) != ByteClass::blank && c != '#') {
            in_cell = true;
            ++cells;
        }
    }
    return cells;
}

void insert_blank_cells(std::uint32_t blank_cells, std::vector<TextToken>& tokens) {
    for (std::size_t i = 0; blank_cells != 0 && i < most_columns; ++i) {
        if ((blank_cells >> i & 1U) != 0 && i <= tokens.size()) {
            TextToken token;
            token.kind = TextClass::empty_cell;
            token.begin = token.end = i > 0            ? tokens[i - 1].end
                                      : tokens.empty() ? 0
                                                       : tokens[0].begin;
            tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(i), token);
        }
    }
}

} // namespace tapir::trace
