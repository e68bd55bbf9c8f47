#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "align/text_pairing.hpp"
#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/verdict/account.hpp"
#include "verdict/text_rules.hpp"

namespace tapir::trace {

/// How two lines that are each other's differ in one place.
enum class TextDifferenceKind : std::uint8_t {
    value,         ///< two numbers
    coarser_print, ///< two numbers, one of which may be the other with fewer digits
    not_finite,    ///< no finite number on a side
    words,         ///< two words
    word_for_number,
    one_sided,   ///< one line says more there
    brackets,    ///< the same numbers in other brackets
    other_order, ///< the lines stand in another order
    elsewhere    ///< the lines stand under other headings
};

/// Two numbers that differ, and how far apart rounding to the printed digits may move their ratio.
struct DifferingValues {
    double reference = 0, candidate = 0, slack = 0;
};

/// All differences of one kind at one place of lines of one form.
struct TextDifference {
    TextDifferenceKind kind = TextDifferenceKind::value;
    std::uint32_t reference = no_line, candidate = no_line; ///< the first lines
    std::uint32_t reference_token = 0, candidate_token = 0; ///< which of the lines' tokens
    bool in_reference = true, in_candidate = true;          ///< whether the tokens are there
    bool last_digits_only = false; ///< relative difference of at most 1e-14, in all
    std::uint64_t count = 0;
    std::vector<DifferingValues> values; ///< the first of them
};

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
