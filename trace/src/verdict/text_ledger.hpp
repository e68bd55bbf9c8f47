#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "align/text_pairing.hpp"
#include "tapir/trace/verdict/account.hpp"
#include "verdict/text_rules.hpp"

namespace tapir::trace {

/// Counts what rules leave out of a comparison, and what stands on lines of one side. What both
/// sides have is counted by rule once.
class TextLedger {
  public:
    explicit TextLedger(const TextRules& applied)
        : rules_(applied), by_user_(applied.named.size()) {}

    void ignore_by_rule(IgnoreKind kind) { ++by_rule_[static_cast<std::size_t>(kind)].tokens; }
    /// @param rule  a number in the user's rules, and 1
    /// @param line  of the reference's file, where the two sides differ; 0: they do not
    void ignore_by_user(RuleNumber rule, int line) {
        ++by_user_[rule - 1U].tokens;
        if (line > 0) {
            by_user_[rule - 1U].differ(1, line);
        }
    }
    /// Counts what the scanner left out of two lines of one form and is not the same on both.
    void hold_against(const TextSides& sides, const LinePair& pair);
    /// What the scanner left out of a line. @param counted  by rule, too
    void ignore_of_line(const TextDocument& document, const TextLine& line, SideAccount& side,
                        bool counted);
    void ignore_number_types(const TextDocument& document, const TextLine& line, SideAccount& side,
                             bool counted);
    /// A piece of each of two lines, of which one is ignored by a rule or is not there ("").
    void take_pieces(std::string_view one, std::string_view other, Account& account);
    /// Lines that have no partner, and those that the user leaves out.
    void take_single_lines(const TextSides& sides, const TextPairing& pairing, Account& account);
    /// @return for each entry of the account's `ignored` what of it differs between the sides:
    ///         "1 differs: line 12"; "": nothing
    [[nodiscard]] std::vector<std::string> name_ignored(Account& account) const;

  private:
    struct Count {
        std::uint64_t tokens = 0, differing = 0;
        int line = 0, candidate_line = 0; ///< the first that differs, of each file; 0: none

        void differ(std::uint64_t more, int at) {
            differing += more;
            line = line == 0 || at < line ? at : line;
        }
        void differ_on_candidate(int at) {
            candidate_line = candidate_line == 0 ? at : candidate_line;
        }
    };
    const TextRules& rules_;
    std::array<Count, ignore_kinds> by_rule_{};
    std::vector<Count> by_user_;

    void take_lines(const TextDocument& document, const TextForms& forms,
                    const std::vector<std::uint32_t>& form_of,
                    const std::vector<std::uint32_t>& lines, SideAccount& side);
    /// Lines that the user leaves out: those of the reference, and those of the candidate that the
    /// reference has not got.
    void take_left_out(const TextSides& sides, Account& account);
    [[nodiscard]] static std::uint64_t all_tokens(const TextDocument& document,
                                                  const TextLine& line);
};

} // namespace tapir::trace
