#include "verdict/text_ledger.hpp"

namespace tapir::trace {

void TextLedger::ignore_number_types(const TextLine& line, SideAccount& side, bool counted) {
    side.ignored += line.number_types;
    if (counted) {
        by_rule_[static_cast<std::size_t>(IgnoreKind::number_type)] += line.number_types;
    }
}

void TextLedger::ignore_of_line(const TextDocument& document, const TextLine& line,
                                SideAccount& side, bool counted) {
    const TextForm& form = document.form_of(line);
    ignore_number_types(line, side, counted);
    side.ignored += form.all_ignored();
    for (std::size_t i = 0; counted && i < form.ignored.size(); ++i) {
        by_rule_[i] += form.ignored[i];
    }
}

void TextLedger::take_pieces(std::string_view one, std::string_view other, Account& account) {
    const bool same = one == other;
    const auto take = [this](std::string_view piece, SideAccount& side, bool counted) {
        if (piece.empty()) {
            return;
        }
        if (piece.front() != FormMark::ignored) {
            ++side.one_sided;
            return;
        }
        ++side.ignored;
        if (counted) {
            ignore_by_rule(static_cast<IgnoreKind>(piece[1] - 'a'));
        }
    };
    take(one, account.reference, true);
    take(other, account.candidate, !same);
}

void TextLedger::take_single_lines(const TextSides& sides, const TextPairing& pairing,
                                   Account& account) {
    take_lines(sides.reference, sides.forms, pairing.form_of_reference, pairing.only_reference,
               account.reference, true);
    take_lines(sides.candidate, sides.forms, pairing.form_of_candidate, pairing.only_candidate,
               account.candidate, false);
    take_left_out(sides.reference, rules_.left_out.reference, account.reference, true);
    take_left_out(sides.candidate, rules_.left_out.candidate, account.candidate, false);
}

void TextLedger::take_lines(const TextDocument& document, const TextForms& forms,
                            const std::vector<std::uint32_t>& form_of,
                            const std::vector<std::uint32_t>& lines, SideAccount& side,
                            bool counted) {
    for (const std::uint32_t line : lines) {
        const TextForm& form = document.form_of(document.lines()[line]);
        ignore_of_line(document, document.lines()[line], side, counted);
        std::uint32_t ignored = 0;
        for (std::uint32_t k = 0; k < form.slots; ++k) {
            const std::uint8_t rule = rules_.of_slot[forms.slot(form_of[line], k)];
            if (rule != 0) {
                ++ignored;
                by_user_[rule - 1U] += counted ? 1U : 0U;
            }
        }
        side.ignored += ignored;
        side.one_sided += form.words + form.slots - ignored;
    }
}

void TextLedger::take_left_out(const TextDocument& document, const std::vector<char>& left_out,
                               SideAccount& side, bool counted) {
    for (std::size_t line = 0; line < left_out.size(); ++line) {
        const auto rule = static_cast<std::uint8_t>(left_out[line]);
        if (rule != 0) {
            const TextLine& of = document.lines()[line];
            const std::uint32_t tokens = document.form_of(of).tokens() + of.number_types;
            side.ignored += tokens;
            by_user_[rule - 1U] += counted ? tokens : 0;
        }
    }
}

void TextLedger::name_ignored(Account& account) const {
    for (std::size_t i = 0; i < by_rule_.size(); ++i) {
        if (by_rule_[i] > 0) {
            account.ignored.push_back({to_text(static_cast<IgnoreKind>(i)), "", by_rule_[i]});
        }
    }
    for (std::size_t i = 0; i < by_user_.size(); ++i) {
        if (by_user_[i] > 0) {
            IgnoredTokens named = rules_.named[i];
            named.tokens = by_user_[i];
            account.ignored.push_back(named);
        }
    }
}

} // namespace tapir::trace
