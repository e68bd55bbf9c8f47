#include "verdict/difference_groups.hpp"

#include <cmath>
#include <string_view>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr std::uint32_t most_in_line = 256; ///< tokens of a line that are told apart

std::uint64_t group_key(TextDifferenceKind kind, std::uint64_t place, std::uint64_t detail) {
    constexpr std::uint64_t prime = 0x9e3779b97f4a7c15ULL;
    const std::uint64_t mixed = (place + 1) * prime ^ (detail + 1) * 0xc2b2ae3d27d4eb4fULL;
    return mixed * 31 + static_cast<std::uint64_t>(kind);
}

} // namespace

std::uint32_t SlotTokens::of(const TextDocument& document, std::uint32_t line,
                             std::uint32_t which) {
    if (line != line_) {
        line_ = line;
        tokens_.clear();
        tokens_of_line_ = 0;
        for (const std::string_view piece :
             pieces_of(document.form_of(document.lines()[line]).text)) {
            if (piece.front() == FormMark::slot) {
                tokens_.push_back(tokens_of_line_);
            }
            ++tokens_of_line_;
        }
    }
    return which < tokens_.size() ? tokens_[which] : tokens_of_line_;
}

double relative_slack(const TextToken& token) {
    constexpr double half = 0.5; // of the last printed digit; an integer is exact
    return token.value == 0 || token.integer
               ? 0
               : half * std::pow(10.0, token.last_place) / std::fabs(token.value);
}

TextDifference& DifferenceGroups::group_of(TextDifferenceKind kind, std::uint64_t place,
                                           std::uint64_t detail, const LinePair& pair) {
    const auto [entry, is_new] = known_.try_emplace(group_key(kind, place, detail), groups_.size());
    if (is_new) {
        TextDifference& group = groups_.emplace_back();
        group.kind = kind;
        group.reference = pair.reference;
        group.candidate = pair.candidate;
    }
    return groups_[entry->second];
}

void DifferenceGroups::add_value(TextDifferenceKind kind, std::size_t slot, const LinePair& pair,
                                 std::uint32_t which, const TextToken& a, const TextToken& b) {
    // the numbers of a very long line are one group
    const bool is_long = which >= most_in_line;
    TextDifference& group = group_of(kind, is_long ? slot - which : slot, is_long ? 1 : 0, pair);
    constexpr double last_digits = 1e-14;
    const bool tiny = relative_difference(a.value, b.value) <= last_digits;
    if (group.count == 0 || (group.last_digits_only && !tiny)) {
        group.reference = pair.reference;
        group.candidate = pair.candidate;
        group.reference_token = of_reference_.of(sides_.reference, pair.reference, which);
        group.candidate_token = of_candidate_.of(sides_.candidate, pair.candidate, which);
        group.last_digits_only = tiny;
    }
    ++group.count;
    constexpr std::size_t enough = 4096;
    if (group.values.size() < enough) {
        group.values.push_back({a.value, b.value, relative_slack(a) + relative_slack(b)});
    }
}

std::uint64_t detail_of(const TokenPair& tokens) {
    return tokens.reference < most_in_line ? tokens.reference : most_in_line;
}

void DifferenceGroups::add_pair(TextDifferenceKind kind, std::uint64_t place,
                                const TokenPair& tokens, const LinePair& pair, const TextToken& a,
                                const TextToken& b) {
    TextDifference& group = group_of(kind, place, detail_of(tokens) + 1, pair);
    if (group.count++ == 0) {
        group.last_digits_only = false;
        group.reference_token = tokens.reference;
        group.candidate_token = tokens.candidate;
    }
    constexpr std::size_t enough = 4096;
    if (group.values.size() < enough) {
        group.values.push_back({a.value, b.value, relative_slack(a) + relative_slack(b)});
    }
}

} // namespace tapir::trace
