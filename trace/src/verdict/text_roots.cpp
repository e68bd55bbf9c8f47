#include "verdict/text_roots.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "format/line_tools.hpp"
#include "format/text_names.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t most_roots = 1000;
constexpr std::size_t longest_word = 80;

/// The start of a text on one line, without what changes a terminal's state or the direction of
/// letters; other characters than ASCII stay.
std::string shown(std::string_view text) {
    std::string safe;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        std::size_t size = 1;
        for (; at + size < text.size() && (text[at + size] & '\xc0') == '\x80'; ++size) {
        }
        const std::string_view character = text.substr(at, size);
        at += size;
        if (safe.size() + size > longest_word) {
            return safe + "...";
        }
        constexpr unsigned char first_of_many = 0xc2, last_of_many = 0xf4;
        const bool ascii = byte >= ' ' && byte < 0x7f && size == 1;
        const bool other = byte >= first_of_many && byte <= last_of_many && size > 1 &&
                           !(byte == first_of_many && character[1] < '\xa0') &&
                           !character.starts_with("\xe2\x80") && !character.starts_with("\xe2\x81");
        safe += ascii || other ? character : std::string_view("?");
    }
    return safe;
}

/// What relates all differing values of a root: a factor, a sign, something added.
struct Relation {
    CauseClass cause_class = CauseClass::unknown;
    Evidence evidence{{Rule::no_relation}};
};

/// A number that all values give within what rounding of their print allows.
template <class Give>
std::optional<double> common_number(const std::vector<DifferingValues>& values, const Give& give) {
    constexpr double least_slack = 1e-9;
    std::optional<double> common;
    for (const DifferingValues& one : values) {
        const double number = give(one);
        if (!std::isfinite(number) ||
            (common &&
             std::fabs(number - *common) > std::max(least_slack, one.slack) * std::fabs(*common))) {
            return std::nullopt;
        }
        common = common ? common : number;
    }
    return common;
}

std::size_t distinct(const std::vector<DifferingValues>& values) {
    std::set<double> different;
    for (const DifferingValues& one : values) {
        different.insert(one.reference);
    }
    return different.size();
}

Relation relation_of(const std::vector<DifferingValues>& values) {
    constexpr double near = 1e-9;
    constexpr int digits = 6;
    const auto ratio = common_number(values, [](const DifferingValues& one) {
        return one.reference == 0 ? std::numeric_limits<double>::quiet_NaN()
                                  : one.candidate / one.reference;
    });
    const bool several = distinct(values) > 1;
    if (ratio && std::fabs(*ratio + 1) < near) {
        return {CauseClass::sign, {{Rule::opposite_sign}}};
    }
    if (ratio && *ratio > 0) {
        const double power = std::log10(*ratio);
        if (std::fabs(power - std::round(power)) < near && std::round(power) != 0) {
            return {CauseClass::unit,
                    {{Rule::reference_times_power_of_ten,
                      WhichSide::neither,
                      {static_cast<Count>(std::round(power))}}}};
        }
    }
    if (ratio && several && *ratio != 0) {
        return {
            CauseClass::scale,
            {{Rule::reference_times_constant, WhichSide::neither, {ShownNumber{*ratio, digits}}}}};
    }
    const auto added = common_number(
        values, [](const DifferingValues& one) { return one.candidate - one.reference; });
    if (added && several && *added != 0) {
        return {
            CauseClass::offset,
            {{Rule::reference_plus_constant, WhichSide::neither, {ShownNumber{*added, digits}}}}};
    }
    return {};
}

class RootMaker {
  public:
    RootMaker(const TextSides& sides, const TextPairing& pairing, Comparison& result)
        : sides_(sides), pairing_(pairing), result_(result) {}

    void make(const TextDifferences& differences) {
        std::vector<const TextDifference*> ordered;
        for (const TextDifference& one : differences.groups) {
            ordered.push_back(&one);
        }
        std::sort(ordered.begin(), ordered.end(),
                  [](const TextDifference* one, const TextDifference* other) {
                      const auto key = [](const TextDifference& of) {
                          return std::tuple(of.last_digits_only, of.reference, of.reference_token,
                                            of.candidate_token);
                      };
                      return key(*one) < key(*other);
                  });
        std::map<std::tuple<std::string, std::string, std::uint32_t>, std::size_t> known;
        for (const TextDifference* one : ordered) {
            if (result_.roots.size() == most_roots) {
                break;
            }
            const SlotName name = name_of(*one);
            const auto [entry, is_new] =
                known.try_emplace({name.kind, name.key, pairing_.form_of_reference[one->reference]},
                                  result_.roots.size());
            if (is_new) {
                result_.roots.push_back(root_of(*one, name));
                values_.emplace_back();
            } else {
                result_.roots[entry->second].sites += static_cast<int>(one->count);
            }
            auto& values = values_[entry->second];
            values.insert(values.end(), one->values.begin(), one->values.end());
        }
        relate();
    }

  private:
    const TextSides& sides_;
    const TextPairing& pairing_;
    Comparison& result_;
    std::vector<std::vector<DifferingValues>> values_; ///< of each root
    std::map<std::size_t, std::string> counter_names_; ///< by slot

    void relate() {
        for (std::size_t i = 0; i < result_.roots.size(); ++i) {
            RootCause& root = result_.roots[i];
            if (root.evidence.empty() && !values_[i].empty()) {
                const Relation relation = relation_of(values_[i]);
                root.cause_class = relation.cause_class;
                root.evidence = relation.evidence;
            }
        }
        if (result_.roots.size() > 1) {
            result_.roots.front().evidence.push_back(
                {Rule::first_in_file_order, {}, {static_cast<Count>(result_.roots.size())}});
        }
    }
    [[nodiscard]] SlotName name_of(const TextDifference& one) const {
        SlotName name = one.in_reference
                            ? token_name(sides_.reference, one.reference, one.reference_token)
                            : token_name(sides_.candidate, one.candidate, one.candidate_token);
        if (name.key.empty()) {
            name.key = "text";
        }
        name.key = shown(name.key);
        return name;
    }
    RootCause root_of(const TextDifference& one, const SlotName& name) {
        RootCause root;
        root.kind = name.kind;
        root.key = root.tap = name.key;
        root.sites = static_cast<int>(one.count);
        set_texts(one, root);
        if (!one.values.empty() && one.kind != TextDifferenceKind::not_finite) {
            // the first of them that is more than last digits
            const auto first = std::find_if(
                one.values.begin(), one.values.end(), [&one](const DifferingValues& values) {
                    constexpr double last_digits = 1e-14;
                    return one.last_digits_only ||
                           relative_difference(values.reference, values.candidate) > last_digits;
                });
            const DifferingValues& values = first == one.values.end() ? one.values.front() : *first;
            root.relative = relative_difference(values.reference, values.candidate);
            root.ulp = ulp_distance(values.reference, values.candidate);
        }
        set_evidence(one, root);
        set_site(one.reference, root);
        return root;
    }
    void set_texts(const TextDifference& one, RootCause& root) const {
        const auto of_side = [&one](const TextDocument& document, std::uint32_t at,
                                    std::uint32_t which, bool there, std::string& text, int& line) {
            const TextLine& in = document.lines()[at];
            const std::vector<TextToken> tokens = tokens_of(document.text(), in);
            line = document.line_number(in.begin);
            const bool whole = one.kind == TextDifferenceKind::brackets ||
                               one.kind == TextDifferenceKind::other_order ||
                               one.kind == TextDifferenceKind::elsewhere;
            if (whole) {
                text = shown(document.text_of(in));
            } else if (there && which < tokens.size()) {
                text = shown(tokens[which].text(document.text()));
                line = document.line_number(tokens[which].begin);
            } else if (there) {
                text = shown(document.text_of(in));
            }
        };
        of_side(sides_.reference, one.reference, one.reference_token, one.in_reference,
                root.reference, root.reference_line);
        of_side(sides_.candidate, one.candidate, one.candidate_token, one.in_candidate,
                root.candidate, root.candidate_line);
    }
    static void set_evidence(const TextDifference& one, RootCause& root) {
        switch (one.kind) {
        case TextDifferenceKind::value:
            break; // by what all its values have in common
        case TextDifferenceKind::coarser_print:
            root.cause_class = CauseClass::precision;
            root.evidence = {{Rule::coarser_print}};
            break;
        case TextDifferenceKind::not_finite: {
            const bool reference = !std::isfinite(one.values.front().reference);
            const bool candidate = !std::isfinite(one.values.front().candidate);
            root.cause_class = CauseClass::formula;
            root.side = reference && candidate ? WhichSide::neither
                        : reference            ? WhichSide::reference
                                               : WhichSide::candidate;
            root.evidence = {{reference && candidate ? Rule::not_finite_on_both_sides
                                                     : Rule::not_finite_on_one_side,
                              root.side}};
            break;
        }
        case TextDifferenceKind::words:
            root.evidence = {{same_letters(root.reference, root.candidate)
                                  ? Rule::words_differ_in_case
                                  : Rule::words_differ}};
            break;
        case TextDifferenceKind::word_for_number:
            root.evidence = {{Rule::word_for_number}};
            break;
        case TextDifferenceKind::one_sided:
            root.side = one.in_reference ? WhichSide::candidate : WhichSide::reference;
            root.evidence = {{Rule::line_lacks_part, root.side}};
            break;
        case TextDifferenceKind::brackets:
            root.evidence = {{Rule::other_brackets}};
            break;
        case TextDifferenceKind::other_order:
            root.cause_class = CauseClass::order;
            root.evidence = {{Rule::lines_in_other_order}};
            break;
        case TextDifferenceKind::elsewhere:
            root.cause_class = CauseClass::order;
            root.evidence = {{Rule::stands_elsewhere}};
            break;
        }
    }
    static bool same_letters(const std::string& a, const std::string& b) {
        return a.size() == b.size() && a != b &&
               std::equal(a.begin(), a.end(), b.begin(), [](char one, char other) {
                   const auto small = [](char c) {
                       return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
                   };
                   return small(one) == small(other);
               });
    }
    /// The counters of a line and of those that it stands under, as a site in the result's loops.
    void set_site(std::uint32_t at, RootCause& root) {
        std::vector<std::uint32_t> lines;
        for (std::uint32_t line = at; line != no_line; line = pairing_.reference[line].scope_line) {
            lines.insert(lines.begin(), line);
        }
        for (const std::uint32_t line : lines) {
            const std::uint32_t form = pairing_.form_of_reference[line];
            for (std::size_t k = 0; k < sides_.forms.slots(form); ++k) {
                const std::size_t slot = sides_.forms.slot(form, k);
                if (sides_.counters.is_counter(slot)) {
                    set_index(line, k, slot, root);
                }
            }
        }
    }
    void set_index(std::uint32_t line, std::size_t k, std::size_t slot, RootCause& root) {
        const TextToken& token =
            sides_.reference.slots()[sides_.reference.lines()[line].first_slot + k];
        const std::string_view text = sides_.reference.text();
        const bool of_name = token.begin > 1 &&
                             (text[token.begin - 1] == '[' || text[token.begin - 1] == '(') &&
                             text[token.begin - 2] > ' ';
        if (of_name || std::fabs(token.value) > std::numeric_limits<std::int32_t>::max()) {
            return; // it stands in the name
        }
        auto [name, is_new] = counter_names_.try_emplace(slot);
        if (is_new) {
            name->second = shown(slot_name(sides_.reference, line, k).key);
            if (name->second.empty()) {
                name->second = "row";
            }
        }
        int loop = result_.loops.find(name->second);
        if (loop < 0) {
            loop = result_.loops.add({name->second});
        }
        if (loop >= 0) {
            root.site[static_cast<std::size_t>(loop)] = static_cast<std::int32_t>(token.value);
        }
    }
};

} // namespace

void add_text_roots(const TextSides& sides, const TextPairing& pairing,
                    const TextDifferences& differences, Comparison& result) {
    RootMaker(sides, pairing, result).make(differences);
    // what is no number on either side tells nothing of the two
    std::stable_partition(result.roots.begin(), result.roots.end(), [](const RootCause& root) {
        return !holds_rule(root.evidence, Rule::not_finite_on_both_sides);
    });
}

namespace {

/// Tells lines of one side, runs of them as one.
class OneSidedLines {
  public:
    OneSidedLines(const TextSides& sides, const TextPairing& pairing, bool reference)
        : sides_(sides), document_(reference ? sides.reference : sides.candidate),
          keys_(reference ? pairing.reference : pairing.candidate),
          form_of_(reference ? pairing.form_of_reference : pairing.form_of_candidate),
          lines_(reference ? pairing.only_reference : pairing.only_candidate),
          what_(reference ? "missing" : "extra") {}

    std::vector<std::string> told() {
        std::vector<std::string> entries;
        for (std::size_t at = 0; at < lines_.size();) {
            std::size_t end = end_of_step(at);
            if (end > at + 1) {
                entries.push_back(step_text(at, end));
            } else {
                end = end_of_run(at);
                constexpr std::size_t few = 20;
                if (end - at > few) {
                    entries.push_back(run_text(at, end));
                } else {
                    for (std::size_t i = at; i < end; ++i) {
                        entries.push_back("line " + std::to_string(number(lines_[i])) + ": " +
                                          text(lines_[i]));
                    }
                }
            }
            at = end;
        }
        return entries;
    }

  private:
    const TextSides& sides_;
    const TextDocument& document_;
    const std::vector<LineKey>& keys_;
    const std::vector<std::uint32_t>& form_of_;
    const std::vector<std::uint32_t>& lines_;
    const char* what_;

    [[nodiscard]] int number(std::uint32_t line) const {
        return document_.line_number(document_.lines()[line].begin);
    }
    [[nodiscard]] std::string text(std::uint32_t line) const {
        std::string_view whole = document_.text_of(document_.lines()[line]);
        whole.remove_prefix(std::min(whole.find_first_not_of(" \t"), whole.size()));
        return shown(whole);
    }
    /// The outermost counter under which a line stands: its name's slot and its value.
    [[nodiscard]] std::optional<std::pair<std::size_t, double>> counter(std::uint32_t line) const {
        while (keys_[line].scope_line != no_line) {
            line = keys_[line].scope_line;
        }
        const std::uint32_t form = form_of_[line];
        for (std::size_t k = 0; k < sides_.forms.slots(form); ++k) {
            if (sides_.counters.is_counter(sides_.forms.slot(form, k))) {
                return std::pair(k,
                                 document_.slots()[document_.lines()[line].first_slot + k].value);
            }
        }
        return std::nullopt;
    }
    /// The end of the lines that stand one after the other under the same outermost counter.
    [[nodiscard]] std::size_t end_of_step(std::size_t at) const {
        const auto first = counter(lines_[at]);
        std::size_t end = at + 1;
        while (first && end < lines_.size() && lines_[end] == lines_[end - 1] + 1) {
            const auto here = counter(lines_[end]);
            if (!here || here->second != first->second) {
                break;
            }
            ++end;
        }
        return end;
    }
    [[nodiscard]] std::size_t end_of_run(std::size_t at) const {
        std::size_t end = at + 1;
        while (end < lines_.size() && lines_[end] == lines_[end - 1] + 1 &&
               end_of_step(end) == end + 1) {
            ++end;
        }
        return end;
    }
    [[nodiscard]] std::string step_text(std::size_t at, std::size_t end) const {
        std::uint32_t line = lines_[at];
        while (keys_[line].scope_line != no_line) {
            line = keys_[line].scope_line;
        }
        const auto first = *counter(lines_[at]);
        std::string name = slot_name(document_, line, first.first).key;
        name = name.empty() ? "row" : shown(name);
        const bool whole = std::binary_search(lines_.begin(), lines_.end(), line);
        return (whole ? "" : "of ") + name + " " + general15(first.second) +
               (whole ? std::string(" is ") + what_ + ": " : ", ") + std::to_string(end - at) +
               " lines, from line " + std::to_string(number(lines_[at])) + ": " + text(lines_[at]);
    }
    [[nodiscard]] std::string run_text(std::size_t at, std::size_t end) const {
        return "line " + std::to_string(number(lines_[at])) + " and the " +
               std::to_string(end - at - 1) + " lines behind it: " + text(lines_[at]);
    }
};

} // namespace

std::vector<std::string> one_sided_lines(const TextSides& sides, const TextPairing& pairing,
                                         bool reference) {
    return OneSidedLines(sides, pairing, reference).told();
}

} // namespace tapir::trace
