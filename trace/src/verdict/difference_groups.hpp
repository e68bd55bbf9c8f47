#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "align/text_pairing.hpp"
#include "align/token_alignment.hpp"

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

/// Which tokens of a line its numbers are; kept for the line that was asked for last, so that all
/// numbers of a long line are found in one pass over it.
class SlotTokens {
  public:
    /// @param which  of the line's numbers
    [[nodiscard]] std::uint32_t of(const TextDocument& document, std::uint32_t line,
                                   std::uint32_t which);

  private:
    std::uint32_t line_ = no_line, tokens_of_line_ = 0;
    std::vector<std::uint32_t> tokens_;
};

/// Collects differences, those of one kind at one place of lines of one form as one.
class DifferenceGroups {
  public:
    DifferenceGroups(const TextSides& sides, std::vector<TextDifference>& groups)
        : sides_(sides), groups_(groups) {}

    /// @param place   a slot, a form, or two of them as one number
    /// @param detail  what tells groups at one place apart
    TextDifference& group_of(TextDifferenceKind kind, std::uint64_t place, std::uint64_t detail,
                             const LinePair& pair);
    /// Two numbers of one slot. @param which  of the lines' numbers
    void add_value(TextDifferenceKind kind, std::size_t slot, const LinePair& pair,
                   std::uint32_t which, const TextToken& a, const TextToken& b);

    /// Two numbers of lines of two forms.
    void add_pair(TextDifferenceKind kind, std::uint64_t place, const TokenPair& tokens,
                  const LinePair& pair, const TextToken& a, const TextToken& b);

  private:
    const TextSides& sides_;
    std::vector<TextDifference>& groups_;
    std::unordered_map<std::uint64_t, std::size_t> known_;
    SlotTokens of_reference_, of_candidate_;
};

/// What tells the tokens of a line apart in groups; those of a very long line are one group.
[[nodiscard]] std::uint64_t detail_of(const TokenPair& tokens);

/// By how much one unit of a number's last printed digit moves a ratio.
[[nodiscard]] double relative_slack(const TextToken& token);

} // namespace tapir::trace
