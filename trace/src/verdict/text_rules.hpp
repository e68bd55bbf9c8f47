#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "align/slot_agreement.hpp"
#include "align/text_pairing.hpp"
#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/verdict/account.hpp"
#include "tapir/trace/verdict/text_request.hpp"

namespace tapir::trace {

/// What the user, and the reference's own noise, leave out of a comparison of texts or allow it.
struct TextRules {
    std::vector<std::uint8_t> of_slot; ///< by slot of the forms: 0, or a number in `named` and 1
    std::vector<std::vector<std::string>> names; ///< by slot, where the user names any
    LeftOutLines left_out;                       ///< by line: 0, or a number in `named` and 1
    std::vector<IgnoredTokens> named;            ///< without counts
    std::vector<std::string> unused;             ///< patterns that nothing matches
    std::set<std::string> keys_met;              ///< of the user's tolerances
    std::vector<Allowance> allowed;              ///< by slot; empty: the same for all
    Allowance allowed_to_all;

    [[nodiscard]] const Allowance& allowance(std::size_t slot) const {
        return allowed.empty() ? allowed_to_all : allowed[slot];
    }
};

/// @throws InternalError  the user has more than 250 rules
[[nodiscard]] TextRules text_rules(const TextDocument& reference, const TextDocument& candidate,
                                   const TextForms& forms, const TextRequest& request);

/// Whether a text matches a pattern in which * stands for anything and ? for one character.
[[nodiscard]] bool matches_pattern(std::string_view text, std::string_view pattern);

} // namespace tapir::trace
