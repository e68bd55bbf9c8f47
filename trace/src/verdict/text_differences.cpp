#include "verdict/text_differences.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "align/token_alignment.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// A pair of numbers of which one may be the other with fewer digits.
struct CoarsePair {
    LinePair lines;
    std::uint32_t which = 0; ///< of the lines' numbers
};

std::uint64_t group_key(TextDifferenceKind kind, std::uint64_t place, std::uint64_t detail) {
    constexpr std::uint64_t prime = 0x9e3779b97f4a7c15ULL;
    const std::uint64_t mixed = (place + 1) * prime ^ (detail + 1) * 0xc2b2ae3d27d4eb4fULL;
    return mixed * 31 + static_cast<std::uint64_t>(kind);
}

double relative_slack(const TextToken& token) {
    return token.value == 0 ? 0 : std::pow(10.0, token.last_place) / std::fabs(token.value);
}

class DifferenceFinder {
  public:
    DifferenceFinder(const TextSides& sides, const TextPairing& pairing, const TextRules& rules,
                     bool printed_digits, TextDifferences& found)
        : sides_(sides), pairing_(pairing), rules_(rules), printed_digits_(printed_digits),
          found_(found) {
        scanned_ignored_.resize(scanned_ignore_kinds);
        named_ignored_.resize(rules.named.size());
    }

    void find() {
        for (const LinePair& pair : pairing_.pairs) {
            compare(pair);
        }
        for (const LinePair& pair : pairing_.moved) {
            compare(pair);
        }
        for (const LinePair& pair : pairing_.out_of_order) {
            compare(pair);
            TextDifference& group = group_of(TextDifferenceKind::other_order,
                                             pairing_.form_of_reference[pair.reference], 0, pair);
            ++group.count;
        }
        judge_coarse_pairs();
        account_for_single_lines();
        found_.account.reference.tokens = sides_.reference.tokens();
        found_.account.candidate.tokens = sides_.candidate.tokens();
        found_.account.values = found_.counts.compared;
        name_ignored();
    }

  private:
    const TextSides& sides_;
    const TextPairing& pairing_;
    const TextRules& rules_;
    bool printed_digits_;
    TextDifferences& found_;
    std::unordered_map<std::uint64_t, std::size_t> groups_;
    std::vector<CoarsePair> coarse_;
    std::vector<std::uint64_t> scanned_ignored_, named_ignored_;
    SlotFormats of_file_;

    TextDifference& group_of(TextDifferenceKind kind, std::uint64_t place, std::uint64_t detail,
                             const LinePair& pair) {
        const auto [entry, is_new] =
            groups_.try_emplace(group_key(kind, place, detail), found_.groups.size());
        if (is_new) {
            TextDifference& group = found_.groups.emplace_back();
            group.kind = kind;
            group.reference = pair.reference;
            group.candidate = pair.candidate;
            group.last_digits_only = true;
        }
        return found_.groups[entry->second];
    }
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
    void take_ignored(const TextLine& line, const TextForm& form, SideAccount& side, bool counted) {
        take_number_types(line, side, counted);
        side.ignored += form.all_ignored();
        for (std::size_t i = 0; counted && i < form.ignored.size(); ++i) {
            scanned_ignored_[i] += form.ignored[i];
        }
    }
    void take_number_types(const TextLine& line, SideAccount& side, bool counted) {
        side.ignored += line.number_types;
        if (counted) {
            scanned_ignored_[static_cast<std::size_t>(IgnoreKind::number_type)] +=
                line.number_types;
        }
    }
    void compare_one_form(const LinePair& pair) {
        const TextLine& line_a = sides_.reference.lines()[pair.reference];
        const TextLine& line_b = sides_.candidate.lines()[pair.candidate];
        const std::uint32_t form = pairing_.form_of_reference[pair.reference];
        const TextForm& form_a = sides_.reference.form_of(line_a);
        const TextForm& form_b = sides_.candidate.form_of(line_b);
        take_ignored(line_a, form_a, found_.account.reference, true);
        take_ignored(line_b, form_b, found_.account.candidate, false);
        found_.account.reference.compared += form_a.words;
        found_.account.candidate.compared += form_b.words;
        found_.account.words += form_a.words;
        if (line_a.brackets != line_b.brackets && line_a.brackets != 0 && line_b.brackets != 0) {
            ++group_of(TextDifferenceKind::brackets, form, 0, pair).count;
            ++found_.differing_words;
        }
        const LineKey& key_a = pairing_.reference[pair.reference];
        const LineKey& key_b = pairing_.candidate[pair.candidate];
        found_.stands_elsewhere = found_.stands_elsewhere || key_a.scope != key_b.scope ||
                                  line_a.path != line_b.path ||
                                  heading_form(line_a, pairing_.form_of_reference) !=
                                      heading_form(line_b, pairing_.form_of_candidate);
        const TextToken* a = slots_a(pair.reference);
        const TextToken* b = slots_b(pair.candidate);
        const auto slots = static_cast<std::uint32_t>(sides_.forms.slots(form));
        for (std::uint32_t k = 0; k < slots; ++k) {
            compare_slot(pair, form, k, a[k], b[k]);
        }
    }
    static std::uint32_t heading_form(const TextLine& line,
                                      const std::vector<std::uint32_t>& form_of) {
        return line.heading == no_line ? no_line : form_of[line.heading];
    }
    void compare_slot(const LinePair& pair, std::uint32_t form, std::uint32_t k, const TextToken& a,
                      const TextToken& b) {
        const std::size_t slot = sides_.forms.slot(form, k);
        const std::uint8_t rule = rules_.of_slot[slot];
        if (rule != 0) {
            ++named_ignored_[rule - 1U];
            ++found_.account.reference.ignored;
            ++found_.account.candidate.ignored;
            return;
        }
        ++found_.account.reference.compared;
        ++found_.account.candidate.compared;
        if (sides_.counters.is_counter(slot)) {
            ++found_.account.words; // it is part of the place, and equal but for a changed line
            if (a.value != b.value) {
                add_value(TextDifferenceKind::value, slot, pair, k, a, b);
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
        switch (standing_of(a, b, rules_.allowance(slot))) {
        case SlotStanding::identical:
            ++found_.counts.identical;
            break;
        case SlotStanding::zeros:
            ++found_.counts.zeros;
            ++found_.counts.within_tolerance;
            break;
        case SlotStanding::swamped:
            ++found_.counts.swamped;
            ++found_.counts.within_tolerance;
            break;
        case SlotStanding::within:
            ++found_.counts.within_tolerance;
            break;
        case SlotStanding::coarse:
            if (printed_digits_) {
                accept_printed_digits();
            } else {
                coarse_.push_back({pair, k});
            }
            break;
        case SlotStanding::not_finite:
            ++found_.counts.departing;
            add_value(TextDifferenceKind::not_finite, slot, pair, k, a, b);
            break;
        case SlotStanding::departs:
            ++found_.counts.departing;
            add_value(TextDifferenceKind::value, slot, pair, k, a, b);
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
        TextDifference& group =
            group_of(standing == SlotStanding::not_finite ? TextDifferenceKind::not_finite
                                                          : TextDifferenceKind::value,
                     place, std::uint64_t{tokens.reference} + 1, pair);
        if (group.count++ == 0) {
            group.last_digits_only = false;
            group.reference_token = tokens.reference;
            group.candidate_token = tokens.candidate;
        }
        group.values.push_back({a.value, b.value, relative_slack(a) + relative_slack(b)});
    }
    void accept_printed_digits() {
        ++found_.counts.within_tolerance;
        ++found_.account.to_printed_digits;
    }
    void add_value(TextDifferenceKind kind, std::size_t slot, const LinePair& pair, std::uint32_t k,
                   const TextToken& a, const TextToken& b) {
        TextDifference& group = group_of(kind, slot, 0, pair);
        constexpr double last_digits = 1e-14;
        const bool tiny = relative_difference(a.value, b.value) <= last_digits;
        if (group.count == 0 || (group.last_digits_only && !tiny)) {
            group.reference = pair.reference;
            group.candidate = pair.candidate;
            group.reference_token = token_of_slot(sides_.reference, pair.reference, k);
            group.candidate_token = token_of_slot(sides_.candidate, pair.candidate, k);
            group.last_digits_only = tiny;
        }
        ++group.count;
        constexpr std::size_t enough = 4096;
        if (group.values.size() < enough) {
            group.values.push_back({a.value, b.value, relative_slack(a) + relative_slack(b)});
        }
    }
    /// Which tokens of a line are its slots.
    struct SlotPlaces {
        std::uint32_t line = no_line, tokens = 0;
        std::vector<std::uint32_t> at;
    };
    SlotPlaces places_of_reference_, places_of_candidate_; ///< of the line asked last

    std::uint32_t token_of_slot(const TextDocument& document, std::uint32_t line, std::uint32_t k) {
        SlotPlaces& known =
            &document == &sides_.reference ? places_of_reference_ : places_of_candidate_;
        if (known.line != line) {
            known = {line, 0, {}};
            for (const std::string_view piece :
                 pieces_of(document.form_of(document.lines()[line]).text)) {
                if (piece.front() == FormMark::slot) {
                    known.at.push_back(known.tokens);
                }
                ++known.tokens;
            }
        }
        return k < known.at.size() ? known.at[k] : known.tokens;
    }

    void compare_two_forms(const LinePair& pair);
    void compare_tokens(const LinePair& pair, const std::vector<std::string_view>& pieces_a,
                        const std::vector<std::string_view>& pieces_b, const TokenPair& tokens,
                        std::uint32_t& slot_a, std::uint32_t& slot_b);
    void judge_coarse_pairs();
    void account_for_single_lines();
    void account_for(const TextDocument& document, const std::vector<std::uint32_t>& form_of,
                     const std::vector<std::uint32_t>& lines, SideAccount& side, bool counted);
    void account_for_left_out(const TextDocument& document, const std::vector<char>& left_out,
                              SideAccount& side, bool counted);
    void name_ignored();
};

void DifferenceFinder::compare_two_forms(const LinePair& pair) {
    const std::uint32_t form_a = pairing_.form_of_reference[pair.reference];
    const std::uint32_t form_b = pairing_.form_of_candidate[pair.candidate];
    const std::vector<std::string_view> a = pieces_of(sides_.forms.text(form_a));
    const std::vector<std::string_view> b = pieces_of(sides_.forms.text(form_b));
    std::uint32_t slot_a = 0, slot_b = 0;
    take_number_types(sides_.reference.lines()[pair.reference], found_.account.reference, true);
    take_number_types(sides_.candidate.lines()[pair.candidate], found_.account.candidate, false);
    const std::size_t before = found_.groups.size();
    const std::uint64_t differing = found_.differing_words;
    for (const TokenPair& tokens : align_tokens(a, b)) {
        compare_tokens(pair, a, b, tokens, slot_a, slot_b);
    }
    if (found_.groups.size() == before && found_.differing_words == differing) {
        ++group_of(TextDifferenceKind::words, form_a, form_b, pair).count;
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
    SideAccount& side_a = found_.account.reference;
    SideAccount& side_b = found_.account.candidate;
    const std::uint32_t at_a = is(one, FormMark::slot) ? slot_a++ : 0;
    const std::uint32_t at_b = is(other, FormMark::slot) ? slot_b++ : 0;
    const auto ignore = [this](std::string_view piece, SideAccount& side) {
        ++side.ignored;
        ++scanned_ignored_[static_cast<std::size_t>(piece[1] - 'a')];
    };
    const bool ignored_a = is(one, FormMark::ignored), ignored_b = is(other, FormMark::ignored);
    if (ignored_a || ignored_b) {
        const bool same = one == other;
        if (ignored_a) {
            ignore(one, side_a);
        } else {
            side_a.one_sided += one.empty() ? 0U : 1U;
        }
        if (ignored_b && same) {
            ++side_b.ignored;
        } else if (ignored_b) {
            ignore(other, side_b);
        } else {
            side_b.one_sided += other.empty() ? 0U : 1U;
        }
        if (same) {
            return;
        }
    } else if (one.empty() || other.empty()) {
        side_a.one_sided += one.empty() ? 0U : 1U;
        side_b.one_sided += other.empty() ? 0U : 1U;
    } else {
        ++side_a.compared;
        ++side_b.compared;
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
    TextDifference& group = group_of(
        kind, place, both ? tokens.reference : static_cast<std::uint64_t>(one.empty()), pair);
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
    std::vector<char> wanted(sides_.forms.size(), 0);
    for (const CoarsePair& one : coarse_) {
        wanted[pairing_.form_of_reference[one.lines.reference]] = 1;
    }
    // lines of one form are looked at slot by slot; where there are few of them, arrays as a whole
    std::map<std::uint32_t, std::vector<std::uint32_t>> run_of; ///< first slot of each slot's run
    std::map<std::uint32_t, std::uint64_t> lines;
    const auto each_line = [this](const auto& use) {
        for (const auto* pairs : {&pairing_.pairs, &pairing_.moved, &pairing_.out_of_order}) {
            for (const LinePair& pair : *pairs) {
                const std::uint32_t form = pairing_.form_of_reference[pair.reference];
                if (form == pairing_.form_of_candidate[pair.candidate]) {
                    use(form, pair);
                }
            }
        }
    };
    if (coarse_.empty()) {
        return;
    }
    each_line(
        [&](std::uint32_t form, const LinePair&) { lines[form] += wanted[form] != 0 ? 1U : 0U; });
    for (std::uint32_t form = 0; form < wanted.size(); ++form) {
        if (wanted[form] == 0) {
            continue;
        }
        std::vector<std::uint32_t>& run = run_of[form];
        constexpr std::uint64_t several = 3;
        bool goes_on = false;
        for (const std::string_view piece : pieces_of(sides_.forms.text(form))) {
            const bool slot = piece.front() == FormMark::slot;
            if (slot) {
                const auto own = static_cast<std::uint32_t>(run.size());
                run.push_back(goes_on && lines[form] < several ? run.back() : own);
            }
            goes_on = slot;
        }
    }
    std::unordered_map<std::size_t, SlotFormats> formats;
    each_line([&](std::uint32_t form, const LinePair& pair) {
        if (wanted[form] != 0) {
            const std::vector<std::uint32_t>& run = run_of[form];
            for (std::uint32_t k = 0; k < run.size(); ++k) {
                formats[sides_.forms.slot(form, run[k])].add(slots_a(pair.reference)[k],
                                                             slots_b(pair.candidate)[k]);
            }
        }
    });
    for (const CoarsePair& one : coarse_) {
        const std::uint32_t form = pairing_.form_of_reference[one.lines.reference];
        const TextToken& a = slots_a(one.lines.reference)[one.which];
        const TextToken& b = slots_b(one.lines.candidate)[one.which];
        if (formats[sides_.forms.slot(form, run_of[form][one.which])].explain(a, b, of_file_)) {
            accept_printed_digits();
        } else {
            ++found_.counts.departing;
            add_value(TextDifferenceKind::coarser_print, sides_.forms.slot(form, one.which),
                      one.lines, one.which, a, b);
        }
    }
}

void DifferenceFinder::account_for_single_lines() {
    account_for(sides_.reference, pairing_.form_of_reference, pairing_.only_reference,
                found_.account.reference, true);
    account_for(sides_.candidate, pairing_.form_of_candidate, pairing_.only_candidate,
                found_.account.candidate, false);
    account_for_left_out(sides_.reference, rules_.left_out.reference, found_.account.reference,
                         true);
    account_for_left_out(sides_.candidate, rules_.left_out.candidate, found_.account.candidate,
                         false);
}

void DifferenceFinder::account_for(const TextDocument& document,
                                   const std::vector<std::uint32_t>& form_of,
                                   const std::vector<std::uint32_t>& lines, SideAccount& side,
                                   bool counted) {
    for (const std::uint32_t line : lines) {
        const TextForm& form = document.form_of(document.lines()[line]);
        take_ignored(document.lines()[line], form, side, counted);
        std::uint32_t ignored = 0;
        for (std::uint32_t k = 0; k < form.slots; ++k) {
            const std::uint8_t rule = rules_.of_slot[sides_.forms.slot(form_of[line], k)];
            if (rule != 0) {
                ++ignored;
                named_ignored_[rule - 1U] += counted ? 1 : 0;
            }
        }
        side.ignored += ignored;
        side.one_sided += form.words + form.slots - ignored;
    }
}

void DifferenceFinder::account_for_left_out(const TextDocument& document,
                                            const std::vector<char>& left_out, SideAccount& side,
                                            bool counted) {
    for (std::size_t line = 0; line < left_out.size(); ++line) {
        const auto rule = static_cast<std::uint8_t>(left_out[line]);
        if (rule != 0) {
            const TextLine& of = document.lines()[line];
            const std::uint32_t tokens = document.form_of(of).tokens() + of.number_types;
            side.ignored += tokens;
            named_ignored_[rule - 1U] += counted ? tokens : 0;
        }
    }
}

void DifferenceFinder::name_ignored() {
    for (std::size_t i = 0; i < scanned_ignored_.size(); ++i) {
        if (scanned_ignored_[i] > 0) {
            found_.account.ignored.push_back(
                {to_text(static_cast<IgnoreKind>(i)), "", scanned_ignored_[i]});
        }
    }
    for (std::size_t i = 0; i < named_ignored_.size(); ++i) {
        if (named_ignored_[i] > 0) {
            IgnoredTokens named = rules_.named[i];
            named.tokens = named_ignored_[i];
            found_.account.ignored.push_back(named);
        }
    }
}

} // namespace

TextDifferences find_differences(const TextSides& sides, const TextPairing& pairing,
                                 const TextRules& applied, bool printed_digits) {
    TextDifferences found;
    DifferenceFinder(sides, pairing, applied, printed_digits, found).find();
    return found;
}

} // namespace tapir::trace
