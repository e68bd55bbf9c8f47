#include "verdict/text_ledger.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "format/text_ignorables.hpp"

namespace tapir::trace {

void TextLedger::ignore_number_types(const TextDocument& document, const TextLine& line,
                                     SideAccount& side, bool counted) {
    const std::uint32_t types = document.notation_of(line).number_types;
    side.ignored += types;
    if (counted) {
        by_rule_[static_cast<std::size_t>(IgnoreKind::number_type)].tokens += types;
    }
}

void TextLedger::ignore_of_line(const TextDocument& document, const TextLine& line,
                                SideAccount& side, bool counted) {
    const TextForm& form = document.form_of(line);
    ignore_number_types(document, line, side, counted);
    if (form.all_ignored == 0) {
        return;
    }
    side.ignored += form.all_ignored;
    for (std::size_t i = 0; counted && i < form.ignored.size(); ++i) {
        by_rule_[i].tokens += form.ignored[i];
    }
}

void TextLedger::hold_against(const TextSides& sides, const LinePair& pair) {
    const TextLine& one = sides.reference.lines()[pair.reference];
    const TextLine& other = sides.candidate.lines()[pair.candidate];
    if (sides.reference.form_of(one).all_ignored == 0 ||
        sides.reference.text_of(one) == sides.candidate.text_of(other)) {
        return;
    }
    const std::vector<TextToken> a = tokens_of(sides.reference, one);
    const std::vector<TextToken> b = tokens_of(sides.candidate, other);
    for (std::uint32_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        if (a[i].kind != TextClass::ignored || b[i].kind != TextClass::ignored ||
            a[i].text(sides.reference.text()) == b[i].text(sides.candidate.text())) {
            continue;
        }
        by_rule_[static_cast<std::size_t>(a[i].rule)].differ(
            1, sides.reference.line_number(a[i].begin));
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
               account.reference);
    take_lines(sides.candidate, sides.forms, pairing.form_of_candidate, pairing.only_candidate,
               account.candidate);
    take_left_out(sides, account);
}

void TextLedger::take_lines(const TextDocument& document, const TextForms& forms,
                            const std::vector<std::uint32_t>& form_of,
                            const std::vector<std::uint32_t>& lines, SideAccount& side) {
    for (const std::uint32_t line : lines) {
        const TextForm& form = document.form_of(document.lines()[line]);
        ignore_of_line(document, document.lines()[line], side, true);
        std::uint32_t ignored = 0;
        for (std::uint32_t k = 0; k < form.slots; ++k) {
            const RuleNumber rule = rules_.of_slot[forms.slot(form_of[line], k)];
            if (rule != 0) {
                ++ignored;
                ++by_user_[rule - 1U].tokens;
            }
        }
        side.ignored += ignored;
        side.one_sided += form.words + form.slots - ignored;
    }
}

std::uint64_t TextLedger::all_tokens(const TextDocument& document, const TextLine& line) {
    return std::uint64_t{document.form_of(line).tokens()} + document.notation_of(line).number_types;
}

void TextLedger::take_left_out(const TextSides& sides, Account& account) {
    std::map<std::pair<RuleNumber, std::string_view>, std::vector<std::uint32_t>> unmatched;
    const std::vector<RuleNumber>& reference = rules_.left_out.reference;
    for (std::uint32_t line = 0; line < reference.size(); ++line) {
        if (const RuleNumber rule = reference[line]; rule != 0) {
            const TextLine& of = sides.reference.lines()[line];
            account.reference.ignored += all_tokens(sides.reference, of);
            by_user_[rule - 1U].tokens += all_tokens(sides.reference, of);
            unmatched[{rule, sides.reference.text_of(of)}].push_back(line);
        }
    }
    std::vector<std::uint64_t> only_candidate(by_user_.size(), 0);
    const std::vector<RuleNumber>& candidate = rules_.left_out.candidate;
    for (std::uint32_t line = 0; line < candidate.size(); ++line) {
        if (const RuleNumber rule = candidate[line]; rule != 0) {
            const TextLine& of = sides.candidate.lines()[line];
            account.candidate.ignored += all_tokens(sides.candidate, of);
            const auto twins = unmatched.find({rule, sides.candidate.text_of(of)});
            if (twins != unmatched.end() && !twins->second.empty()) {
                twins->second.pop_back();
                continue;
            }
            only_candidate[rule - 1U] += all_tokens(sides.candidate, of);
            by_user_[rule - 1U].differ_on_candidate(sides.candidate.line_number(of.begin));
        }
    }
    std::vector<std::uint64_t> only_reference(by_user_.size(), 0);
    for (const auto& [key, lines] : unmatched) {
        for (const std::uint32_t line : lines) {
            const TextLine& of = sides.reference.lines()[line];
            only_reference[key.first - 1U] += all_tokens(sides.reference, of);
            by_user_[key.first - 1U].differ(0, sides.reference.line_number(of.begin));
        }
    }
    for (std::size_t i = 0; i < by_user_.size(); ++i) {
        // a line of each side that may be each other's is counted once
        const std::uint64_t more =
            only_candidate[i] - std::min(only_candidate[i], only_reference[i]);
        by_user_[i].tokens += more;
        by_user_[i].differing += only_reference[i] + more;
    }
}

std::vector<std::string> TextLedger::name_ignored(Account& account) const {
    std::vector<std::string> differing;
    const auto add = [&](IgnoredTokens named, const Count& count) {
        if (count.tokens == 0) {
            return;
        }
        named.tokens = count.tokens;
        account.ignored.push_back(std::move(named));
        std::string& text = differing.emplace_back();
        if (count.differing > 0) {
            text = std::to_string(count.differing) +
                   (count.differing == 1 ? " differs: line " : " differ, the first in line ") +
                   (count.line > 0 ? std::to_string(count.line)
                                   : std::to_string(count.candidate_line) + " of the candidate");
        }
    };
    for (std::size_t i = 0; i < by_rule_.size(); ++i) {
        add({name_of_rule(static_cast<IgnoreKind>(i)), ""}, by_rule_[i]);
    }
    for (std::size_t i = 0; i < by_user_.size(); ++i) {
        add(rules_.named[i], by_user_[i]);
    }
    return differing;
}

} // namespace tapir::trace
