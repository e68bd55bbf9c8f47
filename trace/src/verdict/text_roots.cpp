#include "verdict/text_roots.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "format/text_characters.hpp"
#include "format/text_names.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "verdict/shown_text.hpp"
#include "verdict/value_relation.hpp"

namespace tapir::trace {

namespace {

constexpr std::size_t most_text_roots = 1000;

class RootMaker {
  public:
    RootMaker(const TextSides& sides, const TextPairing& pairing, Comparison& result)
        : sides_(sides), pairing_(pairing), result_(result) {}

    void make(const TextDifferences& differences) {
        std::vector<const TextDifference*> ordered;
        for (const TextDifference& one : differences.groups) {
            if (differences.groups.size() == 1 || !is_left_open(one)) {
                ordered.push_back(&one);
            }
        }
        std::sort(ordered.begin(), ordered.end(),
                  [](const TextDifference* one, const TextDifference* other) {
                      const auto key = [](const TextDifference& of) {
                          return std::tuple(is_on_both_sides(of), of.last_digits_only, of.reference,
                                            of.reference_token, of.candidate_token);
                      };
                      return key(*one) < key(*other);
                  });
        std::map<std::tuple<std::string, std::string, std::uint32_t>, std::size_t> known;
        for (const TextDifference* one : ordered) {
            if (result_.roots.size() == most_text_roots) {
                break;
            }
            const SlotName name = name_of(*one);
            const auto [entry, is_new] =
                known.try_emplace({name.kind, name.key, pairing_.form_of_reference[one->reference]},
                                  result_.roots.size());
            if (is_new) {
                result_.roots.push_back(root_of(*one, name));
                values_.emplace_back();
                elements_.push_back(element_of(*one, name));
            } else {
                int& element = elements_[entry->second];
                element = element == element_of(*one, name) ? element : no_element;
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
    static constexpr int no_element = -1;
    std::vector<int> elements_; ///< of each root: the one element of an array in JSON
    std::map<std::size_t, std::string> counter_names_; ///< by slot
    std::optional<LineNames> of_reference_, of_candidate_, of_counters_;

    /// Which element of an array in JSON a value is, from 0.
    int element_of(const TextDifference& one, const SlotName& name) {
        const bool value = one.kind == TextDifferenceKind::value ||
                           one.kind == TextDifferenceKind::coarser_print ||
                           one.kind == TextDifferenceKind::not_finite;
        const TextDocument& document = sides_.reference;
        const TextLine& line = document.lines()[one.reference];
        return document.is_json() && value && document.text()[line.end - 1] == ']' ? name.component
                                                                                   : no_element;
    }
    void set_element(int element, RootCause& root) {
        int loop = result_.loops.find("element");
        loop = loop < 0 ? result_.loops.add({"element"}) : loop;
        if (loop >= 0) {
            root.site[static_cast<std::size_t>(loop)] = element;
        }
    }
    /// Whether it is said of a line that is the same on both sides: a bracket that another line
    /// closes or opens is not closed at the end.
    [[nodiscard]] bool is_left_open(const TextDifference& one) const {
        return one.kind == TextDifferenceKind::brackets &&
               sides_.reference.text_of(sides_.reference.lines()[one.reference]) ==
                   sides_.candidate.text_of(sides_.candidate.lines()[one.candidate]);
    }
    /// NaN and infinities on both sides never agree, and yet are no place where the sides part.
    static bool is_on_both_sides(const TextDifference& one) {
        return one.kind == TextDifferenceKind::not_finite && !one.values.empty() &&
               !std::isfinite(one.values.front().reference) &&
               !std::isfinite(one.values.front().candidate);
    }
    void relate() {
        for (std::size_t i = 0; i < result_.roots.size(); ++i) {
            RootCause& root = result_.roots[i];
            if (elements_[i] != no_element) {
                set_element(elements_[i], root);
            }
            constexpr std::size_t kept = 4096;
            const bool all = values_[i].size() >=
                             std::min<std::size_t>(kept, static_cast<std::size_t>(root.sites));
            if (root.evidence.empty() && !values_[i].empty()) {
                const ValueRelation relation = all ? relation_of(values_[i]) : ValueRelation{};
                root.cause_class = relation.cause_class;
                root.evidence = relation.evidence;
            }
        }
        if (result_.roots.size() > 1) {
            result_.roots.front().evidence.push_back(
                {Rule::first_in_file_order, {}, {static_cast<Count>(result_.roots.size())}});
        }
    }
    /// The names of a line; those of the line before are made anew only for another line.
    static const LineNames& names_of(const TextDocument& document, std::uint32_t line,
                                     std::optional<LineNames>& last) {
        if (!last || last->line() != line) {
            last.emplace(document, line);
        }
        return *last;
    }
    [[nodiscard]] SlotName name_of(const TextDifference& one) {
        SlotName name = one.in_reference ? names_of(sides_.reference, one.reference, of_reference_)
                                               .of_token(one.reference_token)
                                         : names_of(sides_.candidate, one.candidate, of_candidate_)
                                               .of_token(one.candidate_token);
        if (name.key.empty()) {
            name.key = "text";
        }
        name.key = shown_text(name.key);
        return name;
    }
    RootCause root_of(const TextDifference& one, const SlotName& name) {
        RootCause root;
        root.kind = name.kind;
        root.key = root.tap = name.key;
        root.sites = static_cast<int>(one.count);
        set_texts(one, root);
        root.relative = root.ulp = std::numeric_limits<double>::quiet_NaN(); // without numbers
        if (one.kind == TextDifferenceKind::not_finite) {
            root.relative = root.ulp = std::numeric_limits<double>::infinity();
        } else if (!one.values.empty()) {
            // the first of them that is more than last digits
            const auto first = std::find_if(
                one.values.begin(), one.values.end(), [&one](const DifferingValues& values) {
                    constexpr double last_digits = 1e-14;
                    return one.last_digits_only ||
                           relative_difference(values.reference, values.candidate) > last_digits;
                });
            const DifferingValues& values = first == one.values.end() ? one.values.front() : *first;
            if (values.reference != values.candidate) { // else a double does not tell them apart
                root.relative = relative_difference(values.reference, values.candidate);
                root.ulp = ulp_distance(values.reference, values.candidate);
            }
        }
        set_evidence(one, root);
        set_site(one.reference, root);
        return root;
    }
    void set_texts(const TextDifference& one, RootCause& root) {
        const auto of_side = [&one](const TextDocument& document, std::uint32_t at,
                                    std::uint32_t which, bool there, std::optional<LineNames>& last,
                                    std::string& text, int& line) {
            const TextLine& in = document.lines()[at];
            const std::vector<TextToken>& tokens = names_of(document, at, last).tokens();
            line = document.line_number(in.begin);
            const bool whole = one.kind == TextDifferenceKind::brackets ||
                               one.kind == TextDifferenceKind::other_order ||
                               one.kind == TextDifferenceKind::elsewhere;
            if (whole) {
                text = shown_text(document.text_of(in));
            } else if (there && which < tokens.size()) {
                text = shown_text(tokens[which].text(document.text()));
                line = document.line_number(tokens[which].begin);
            } else if (there) {
                text = shown_text(document.text_of(in));
            }
        };
        of_side(sides_.reference, one.reference, one.reference_token, one.in_reference,
                of_reference_, root.reference, root.reference_line);
        of_side(sides_.candidate, one.candidate, one.candidate_token, one.in_candidate,
                of_candidate_, root.candidate, root.candidate_line);
    }
    static void set_evidence(const TextDifference& one, RootCause& root) {
        switch (one.kind) {
        case TextDifferenceKind::value:
            break; // by what all its values have in common
        case TextDifferenceKind::coarser_print:
            if (one.values.front().reference == 0 || one.values.front().candidate == 0) {
                break; // a zero has no digit that agrees
            }
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
               std::equal(a.begin(), a.end(), b.begin(),
                          [](char one, char other) { return lower(one) == lower(other); });
    }
    /// The counters of a line and of those that it stands under, as a site in the result's loops.
    void set_site(std::uint32_t at, RootCause& root) {
        std::vector<std::uint32_t> lines;
        for (std::uint32_t line = at; line != no_line; line = pairing_.reference.scope_line(line)) {
            lines.push_back(line);
        }
        std::reverse(lines.begin(), lines.end()); // the outermost first
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
            const LineNames& names = names_of(sides_.reference, line, of_counters_);
            name->second = shown_text(names.of_slot(k).key);
            if (name->second.empty()) {
                name->second = "row";
            }
        }
        int loop = result_.loops.find(name->second);
        loop = loop < 0 ? result_.loops.add({name->second}) : loop;
        if (loop >= 0) {
            root.site[static_cast<std::size_t>(loop)] = static_cast<std::int32_t>(token.value);
        }
    }
};

} // namespace

void add_text_roots(const TextSides& sides, const TextPairing& pairing,
                    const TextDifferences& differences, Comparison& result) {
    RootMaker(sides, pairing, result).make(differences);
}

} // namespace tapir::trace
