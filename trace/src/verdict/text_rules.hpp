#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "align/slot_agreement.hpp"
#include "align/text_pairing.hpp"
#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/verdict/account.hpp"
#include "tapir/trace/verdict/text_request.hpp"

namespace tapir::trace {

/// What the user, and the reference's own noise, leave out of a comparison of texts or allow it.
struct TextRules {
    std::vector<RuleNumber> of_slot; ///< by slot of the forms: 0, or a number in `named` and 1
    std::vector<std::vector<std::string>> names; ///< by slot, where the user names any
    LeftOutLines left_out;                       ///< by line: 0, or a number in `named` and 1
    std::vector<IgnoredTokens> named;            ///< without counts
    std::vector<std::string> unused;             ///< patterns that nothing matches
    std::set<std::string> keys_met;              ///< of the user's tolerances
    std::vector<Allowance> allowed;              ///< by slot; empty: the same for all
    Allowance allowed_to_all;
    std::unordered_set<std::uint64_t> noisy_cells; ///< numbers of lines of the reference
    RuleNumber noise = 0;                          ///< their rule's number in `named` and 1
    std::vector<std::string> noise_notes;          ///< what a reader must know of the repetitions
    std::string no_repetition; ///< why a repetition is none of the reference; "": they are

    /// One of the numbers of a line of the reference.
    [[nodiscard]] static std::uint64_t cell(std::uint32_t line, std::uint32_t which) {
        return std::uint64_t{line} << 32U | which;
    }
    /// The rule by which a number is not compared; 0: it is.
    /// @param line   of the reference
    /// @param which  of the line's numbers
    [[nodiscard]] RuleNumber rule_of(std::size_t slot, std::uint32_t line,
                                     std::uint32_t which) const {
        const bool noisy =
            of_slot[slot] == 0 && noise != 0 && noisy_cells.count(cell(line, which)) > 0;
        return noisy ? noise : of_slot[slot];
    }

    [[nodiscard]] const Allowance& allowance(std::size_t slot) const {
        return allowed.empty() ? allowed_to_all : allowed[slot];
    }
};

/// @throws InputError  the user has more rules than can be told apart, 65,000
[[nodiscard]] TextRules text_rules(const TextDocument& reference, const TextDocument& candidate,
                                   const TextForms& forms, const TextRequest& request);

/// Leaves out lines of one side that say no more than a name and numbers that a rule leaves out.
void leave_out_single_lines(const TextSides& sides, TextPairing& pairing, TextRules& rules);

} // namespace tapir::trace
