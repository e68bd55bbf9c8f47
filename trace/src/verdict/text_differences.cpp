#include "verdict/text_differences.hpp"

#include <algorithm>
#include <cmath>

#include "align/token_alignment.hpp"
#include "format/text_numbers.hpp"
#include "verdict/coarse_prints.hpp"
#include "verdict/difference_groups.hpp"
#include "verdict/text_ledger.hpp"

namespace tapir::trace {

namespace {

class DifferenceFinder {
  public:
    DifferenceFinder(const TextSides& sides, const TextPairing& pairing, const TextRules& rules,
                     CoarsePrints prints, TextDifferences& found)
        : sides_(sides), pairing_(pairing), rules_(rules), prints_(prints), found_(found),
          groups_(sides, found.groups), ledger_(rules) {}

    void find() {
        const auto compare_pair = [this](const LinePair& pair) { compare(pair); };
        std::for_each(pairing_.pairs.begin(), pairing_.pairs.end(), compare_pair);
        std::for_each(pairing_.moved.begin(), pairing_.moved.end(), compare_pair);
        for (const LinePair& pair : pairing_.out_of_order) {
            compare(pair);
            const std::uint32_t form = pairing_.form_of_reference[pair.reference];
            ++groups_.group_of(TextDifferenceKind::other_order, form, 0, pair).count;
        }
        judge_coarse_pairs();
        ledger_.take_single_lines(sides_, pairing_, found_.account);
        found_.account.reference.tokens = sides_.reference.tokens();
        found_.account.candidate.tokens = sides_.candidate.tokens();
        found_.account.values = found_.counts.compared;
        found_.account.renamed = sides_.forms.renamed();
        found_.differing_ignored = ledger_.name_ignored(found_.account);
    }

  private:
    const TextSides& sides_;
    const TextPairing& pairing_;
    const TextRules& rules_;
    CoarsePrints prints_;
    TextDifferences& found_;
    DifferenceGroups groups_;
    std::vector<CoarsePair> coarse_;
    TextLedger ledger_;
    SlotFormats of_file_;

    [[nodiscard]] const TextToken* slots_a(std::uint32_t line) const {
        return sides_.reference.slots().data() + sides_.reference.lines()[line].first_slot;
    }
    [[nodiscard]] const TextToken* slots_b(std::uint32_t line) const {
        return sides_.candidate.slots().data() + sides_.candidate.lines()[line].first_slot;
    }

    void compare(const LinePair& pair) {
        if (pairing_.form_of_reference[pair.reference] ==
            pairing_.form_of_candidate[pair.candidate]) {
            ++found_.lines_in_common;
            compare_one_form(pair);
        } else {
            compare_two_forms(pair);
        }
    }
    void compare_one_form(const LinePair& pair) {
        const TextLine& line_a = sides_.reference.lines()[pair.reference];
        const TextLine& line_b = sides_.candidate.lines()[pair.candidate];
        const std::uint32_t form = pairing_.form_of_reference[pair.reference];
        const TextForm& form_a = sides_.reference.form_of(line_a);
        const TextForm& form_b = sides_.candidate.form_of(line_b);
        ledger_.ignore_of_line(sides_.reference, line_a, found_.account.reference, true);
        ledger_.ignore_of_line(sides_.candidate, line_b, found_.account.candidate, false);
        found_.account.reference.compared += form_a.words;
        found_.account.candidate.compared += form_b.words;
        found_.account.words += form_a.words;
        ledger_.hold_against(sides_, pair);
        const LineNotation& notation_a = sides_.reference.notation_of(line_a);
        const LineNotation& notation_b = sides_.candidate.notation_of(line_b);
        if (is_other(notation_a, notation_b)) {
            ++groups_.group_of(TextDifferenceKind::brackets, form, 0, pair).count;
            ++found_.differing_words;
        }
        found_.stands_elsewhere =
            found_.stands_elsewhere ||
            pairing_.reference.scope(pair.reference) != pairing_.candidate.scope(pair.candidate) ||
            notation_a.path != notation_b.path ||
            heading_form(line_a, pairing_.form_of_reference) !=
                heading_form(line_b, pairing_.form_of_candidate);
        for (std::uint32_t k = 0; k < sides_.forms.slots(form); ++k) {
            compare_slot(pair, form, k, slots_a(pair.reference)[k], slots_b(pair.candidate)[k]);
        }
    }
    /// Whether two lines of one form say other things by their notation.
    [[nodiscard]] bool is_other(const LineNotation& a, const LineNotation& b) const {
        const bool brackets = a.brackets != b.brackets && a.brackets != 0 && b.brackets != 0;
        const bool depth = a.depth != b.depth && sides_.reference.has_bracket_lines() &&
                           sides_.candidate.has_bracket_lines();
        // 1.5,north against 1.5north; where one side has none, blanks or semicolons do as well
        const bool cells = a.commas != b.commas && a.commas != 0 && b.commas != 0;
        // # b = 2 against b = 2, [0, 1) against (0, 1]
        const bool marks = a.marks != b.marks || a.commented != b.commented;
        return brackets || depth || cells || marks;
    }
    static std::uint32_t heading_form(const TextLine& line,
                                      const std::vector<std::uint32_t>& form_of) {
        return line.heading == no_line ? no_line : form_of[line.heading];
    }
    void compare_slot(const LinePair& pair, std::uint32_t form, std::uint32_t k, const TextToken& a,
                      const TextToken& b) {
        const std::size_t slot = sides_.forms.slot(form, k);
        const RuleNumber rule = rules_.rule_of(slot, pair.reference, k);
        if (rule != 0) {
            ledger_.ignore_by_user(rule,
                                   same_number(a, b) ? 0 : sides_.reference.line_number(a.begin));
            ++found_.account.reference.ignored;
            ++found_.account.candidate.ignored;
            return;
        }
        ++found_.account.reference.compared;
        ++found_.account.candidate.compared;
        if (sides_.counters.is_counter(slot)) {
            ++found_.account.words; // it is part of the place, and equal but for a changed line
            constexpr double largest_exact = 9007199254740992.0;
            if (a.value != b.value ||
                (std::fabs(a.value) >= largest_exact && !same_decimal(a, b))) {
                groups_.add_value(TextDifferenceKind::value, slot, pair, k, a, b);
                ++found_.differing_words;
            }
            return;
        }
        ++found_.counts.compared;
        judge(pair, slot, k, a, b);
    }
    void judge(const LinePair& pair, std::size_t slot, std::uint32_t k, const TextToken& a,
               const TextToken& b) {
        of_file_.add_to_file(a, b);
        const SlotStanding standing = standing_of(a, b, rules_.allowance(slot));
        found_.counts.zeros += standing == SlotStanding::zeros ? 1U : 0U;
        found_.counts.swamped += standing == SlotStanding::swamped ? 1U : 0U;
        switch (standing) {
        case SlotStanding::identical:
            ++found_.counts.identical;
            break;
        case SlotStanding::zeros:
        case SlotStanding::swamped:
        case SlotStanding::within:
            ++found_.counts.within_tolerance;
            break;
        case SlotStanding::coarse:
            if (prints_ == CoarsePrints::all) {
                accept_printed_digits();
            } else {
                coarse_.push_back({pair, k});
            }
            break;
        case SlotStanding::not_finite:
        case SlotStanding::departs:
            ++found_.counts.departing;
            groups_.add_value(standing == SlotStanding::departs ? TextDifferenceKind::value
                                                                : TextDifferenceKind::not_finite,
                              slot, pair, k, a, b);
            break;
        }
    }
    /// The same of two numbers in lines of two forms, which differ in any case.
    void judge_two(const LinePair& pair, const TokenPair& tokens, const TextToken& a,
                   const TextToken& b) {
        const SlotStanding standing = standing_of(a, b, rules_.allowed_to_all);
        if (standing == SlotStanding::identical) {
            ++found_.counts.identical;
            return;
        }
        if (standing == SlotStanding::within || standing == SlotStanding::swamped ||
            standing == SlotStanding::zeros) {
            ++found_.counts.within_tolerance;
            return;
        }
        ++found_.counts.departing;
        const std::uint64_t place = std::uint64_t{pairing_.form_of_reference[pair.reference]}
                                        << 32U |
                                    pairing_.form_of_candidate[pair.candidate];
        groups_.add_pair(standing == SlotStanding::not_finite ? TextDifferenceKind::not_finite
                                                              : TextDifferenceKind::value,
                         place, tokens, pair, a, b);
    }
    void accept_printed_digits() {
        ++found_.counts.within_tolerance;
        ++found_.account.to_printed_digits;
    }
    void compare_two_forms(const LinePair& pair);
    void compare_tokens(const LinePair& pair, const std::vector<std::string_view>& pieces_a,
                        const std::vector<std::string_view>& pieces_b, const TokenPair& tokens,
                        std::uint32_t& slot_a, std::uint32_t& slot_b);
    void judge_coarse_pairs();
};

void DifferenceFinder::compare_two_forms(const LinePair& pair) {
    const std::uint32_t form_a = pairing_.form_of_reference[pair.reference];
    const std::uint32_t form_b = pairing_.form_of_candidate[pair.candidate];
    const std::vector<std::string_view> a = pieces_of(sides_.forms.text(form_a));
    const std::vector<std::string_view> b = pieces_of(sides_.forms.text(form_b));
    std::uint32_t slot_a = 0, slot_b = 0;
    ledger_.ignore_number_types(sides_.reference, sides_.reference.lines()[pair.reference],
                                found_.account.reference, true);
    ledger_.ignore_number_types(sides_.candidate, sides_.candidate.lines()[pair.candidate],
                                found_.account.candidate, false);
    const std::size_t before = found_.groups.size() + found_.differing_words;
    const std::vector<TokenPair> aligned =
        align_tokens(with_numbers(a, sides_.reference, pair.reference),
                     with_numbers(b, sides_.candidate, pair.candidate));
    for (const TokenPair& tokens : aligned) {
        compare_tokens(pair, a, b, tokens, slot_a, slot_b);
    }
    if (found_.groups.size() + found_.differing_words == before) {
        ++groups_.group_of(TextDifferenceKind::words, form_a, form_b, pair).count;
        ++found_.differing_words;
    }
}

void DifferenceFinder::compare_tokens(const LinePair& pair, const std::vector<std::string_view>& a,
                                      const std::vector<std::string_view>& b,
                                      const TokenPair& tokens, std::uint32_t& slot_a,
                                      std::uint32_t& slot_b) {
    const std::string_view one = tokens.reference == no_token ? "" : a[tokens.reference];
    const std::string_view other = tokens.candidate == no_token ? "" : b[tokens.candidate];
    const auto is = [](std::string_view piece, char mark) {
        return !piece.empty() && piece.front() == mark;
    };
    const std::uint32_t at_a = is(one, FormMark::slot) ? slot_a++ : 0;
    const std::uint32_t at_b = is(other, FormMark::slot) ? slot_b++ : 0;
    if (one.empty() || other.empty() || is(one, FormMark::ignored) ||
        is(other, FormMark::ignored)) {
        ledger_.take_pieces(one, other, found_.account);
        if (one == other) {
            return;
        }
    } else {
        ++found_.account.reference.compared;
        ++found_.account.candidate.compared;
        if (is(one, FormMark::slot) && is(other, FormMark::slot)) {
            ++found_.counts.compared;
            judge_two(pair, tokens, slots_a(pair.reference)[at_a], slots_b(pair.candidate)[at_b]);
            return;
        }
        ++found_.account.words;
        if (one == other) {
            return;
        }
    }
    const bool both = !one.empty() && !other.empty();
    const bool mark = both && (is_form_mark(one.front()) || is_form_mark(other.front()));
    const TextDifferenceKind kind = !both  ? TextDifferenceKind::one_sided
                                    : mark ? TextDifferenceKind::word_for_number
                                           : TextDifferenceKind::words;
    const std::uint64_t place = std::uint64_t{pairing_.form_of_reference[pair.reference]} << 32U |
                                pairing_.form_of_candidate[pair.candidate];
    TextDifference& group = groups_.group_of(
        kind, place, both ? detail_of(tokens) : static_cast<std::uint64_t>(one.empty()), pair);
    if (group.count++ == 0) {
        group.last_digits_only = false;
        group.in_reference = !one.empty();
        group.in_candidate = !other.empty();
        group.reference_token = tokens.reference;
        group.candidate_token = tokens.candidate;
    }
    ++found_.differing_words;
}

/// Fewer digits agree only where all values of their slot together show that they are a format.
void DifferenceFinder::judge_coarse_pairs() {
    const std::vector<char> explained =
        prints_ == CoarsePrints::none ? std::vector<char>(coarse_.size(), 0)
                                      : explained_by_format(sides_, pairing_, coarse_, of_file_);
    for (std::size_t i = 0; i < coarse_.size(); ++i) {
        if (explained[i] != 0) {
            accept_printed_digits();
            continue;
        }
        const CoarsePair& one = coarse_[i];
        const std::uint32_t form = pairing_.form_of_reference[one.lines.reference];
        ++found_.counts.departing;
        groups_.add_value(TextDifferenceKind::coarser_print, sides_.forms.slot(form, one.which),
                          one.lines, one.which, slots_a(one.lines.reference)[one.which],
                          slots_b(one.lines.candidate)[one.which]);
    }
}

} // namespace

TextDifferences find_differences(const TextSides& sides, const TextPairing& pairing,
                                 const TextRules& applied, CoarsePrints prints) {
    TextDifferences found;
    DifferenceFinder(sides, pairing, applied, prints, found).find();
    return found;
}

} // namespace tapir::trace
