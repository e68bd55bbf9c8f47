#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "align/text_pairing.hpp"
#include "tapir/trace/verdict/account.hpp"
#include "verdict/text_rules.hpp"

namespace tapir::trace {

/// Counts what rules leave out of a comparison, and what stands on lines of one side. The counts by
/// rule are those of the reference.
class TextLedger {
  public:
    explicit TextLedger(const TextRules& applied)
        : rules_(applied), by_user_(applied.named.size(), 0) {}

    void ignore_by_rule(IgnoreKind kind) { ++by_rule_[static_cast<std::size_t>(kind)]; }
    /// @param rule  a number in the user's rules, and 1
    void ignore_by_user(std::uint8_t rule) { ++by_user_[rule - 1U]; }
    /// What the scanner left out of a line. @param counted  by rule, too
    void ignore_of_line(const TextDocument& document, const TextLine& line, SideAccount& side,
                        bool counted);
    void ignore_number_types(const TextLine& line, SideAccount& side, bool counted);
    /// A piece of each of two lines, of which one is ignored by a rule or is not there ("").
    void take_pieces(std::string_view one, std::string_view other, Account& account);
    /// Lines that have no partner, and those that the user leaves out.
    void take_single_lines(const TextSides& sides, const TextPairing& pairing, Account& account);
    void name_ignored(Account& account) const;

  private:
    const TextRules& rules_;
    std::array<std::uint64_t, ignore_kinds> by_rule_{};
    std::vector<std::uint64_t> by_user_;

    void take_lines(const TextDocument& document, const TextForms& forms,
                    const std::vector<std::uint32_t>& form_of,
                    const std::vector<std::uint32_t>& lines, SideAccount& side, bool counted);
    void take_left_out(const TextDocument& document, const std::vector<char>& left_out,
                       SideAccount& side, bool counted);
};

} // namespace tapir::trace
