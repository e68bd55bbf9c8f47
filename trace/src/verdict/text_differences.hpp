#pragma once

#include <cstdint>
#include <string>
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
    /// Of each entry of the account's `ignored`, what differs: "1 differs: line 12"; "": nothing.
    std::vector<std::string> differing_ignored;
    Counts counts;
    std::uint64_t differing_words = 0; ///< places in lines where words or their number differ
    std::uint64_t lines_in_common = 0; ///< pairs of lines of one form
    bool stands_elsewhere = false;     ///< a pair of lines has other scopes or headings
};

/// Whether a number may be the other one with fewer digits.
enum class CoarsePrints : std::uint8_t {
    none,      ///< equal numbers only
    by_format, ///< where the values show that their side prints so
    all        ///< the user takes every one for that
};

/// Holds every pair of lines against each other and accounts for every token of both documents.
[[nodiscard]] TextDifferences find_differences(const TextSides& sides, const TextPairing& pairing,
                                               const TextRules& rules, CoarsePrints prints);

} // namespace tapir::trace
