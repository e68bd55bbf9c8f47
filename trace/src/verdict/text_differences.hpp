#pragma once

#include <cstdint>
#include <vector>

#include "align/text_pairing.hpp"
#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/verdict/account.hpp"
#include "verdict/difference_groups.hpp"
#include "verdict/text_rules.hpp"

namespace tapir::trace {

/// What a comparison of two texts found, line by line.
struct TextDifferences {
    std::vector<TextDifference> groups;
    Account account;
    Counts counts;
    std::uint64_t differing_words = 0; ///< places in lines where words or their number differ
    std::uint64_t lines_in_common = 0; ///< pairs of lines of one form
    bool stands_elsewhere = false;     ///< a pair of lines has other scopes or headings
};

/// Holds every pair of lines against each other and accounts for every token of both documents.
[[nodiscard]] TextDifferences find_differences(const TextSides& sides, const TextPairing& pairing,
                                               const TextRules& rules, bool printed_digits);

} // namespace tapir::trace
