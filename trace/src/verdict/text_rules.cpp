#include "verdict/text_rules.hpp"

#include <algorithm>

#include "base/pattern.hpp"
#include "format/text_names.hpp"
#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

namespace {

/// By how many names a slot is known: with its kind, its index, and without.
std::vector<std::string> names_of(const SlotName& name) {
    std::vector<std::string> names{name.key};
    const std::size_t bracket = name.key.find_first_of("[(");
    if (bracket != std::string::npos && bracket > 0) {
        std::string plain = name.key.substr(0, bracket);
        while (!plain.empty() && plain.back() == ' ') {
            plain.pop_back();
        }
        names.push_back(plain);
    }
    const std::size_t point = name.key.rfind('.');
    if (point != std::string::npos) {
        names.push_back(name.key.substr(point + 1));
    }
    if (!name.kind.empty()) {
        names.push_back(name.kind + "/" + name.key);
    }
    return names;
}

void refuse_too_many(std::size_t patterns) {
    constexpr std::size_t most = 65000; // a RuleNumber has no room for more
    if (patterns > most) {
        throw InputError({.where = "--ignore",
                          .problem = "there are " + std::to_string(patterns) +
                                     " patterns to ignore, more than " + std::to_string(most),
                          .reason = "each is counted by itself in the verdict",
                          .remedy = "Put several into one with * and ?"});
    }
}

class RuleMaker {
  public:
    RuleMaker(const TextDocument& reference, const TextDocument& candidate, const TextForms& forms,
              const TextRequest& request, TextRules& rules)
        : reference_(reference), candidate_(candidate), forms_(forms), request_(request),
          rules_(rules) {}

    void make() {
        const Tolerance& tolerance = request_.tolerance;
        rules_.of_slot.assign(forms_.all_slots(), 0);
        rules_.allowed_to_all = {tolerance.relative, tolerance.absolute, tolerance.ulp, 0};
        refuse_too_many(tolerance.scope.ignored.size());
        for (const IgnoreRule& rule : tolerance.scope.ignored) {
            rules_.named.push_back({rule.pattern, rule.reason, 0});
        }
        if (!tolerance.scope.ignored.empty() || !tolerance.keys.empty()) {
            name_slots();
        }
        matched_.assign(tolerance.scope.ignored.size(), 0);
        ignore_slots();
        ignore_lines(reference_, rules_.left_out.reference);
        ignore_lines(candidate_, rules_.left_out.candidate);
        allow_keys();
        for (std::size_t i = 0; i < matched_.size(); ++i) {
            if (matched_[i] == 0) {
                rules_.unused.push_back(tolerance.scope.ignored[i].pattern);
            }
        }
    }

  private:
    const TextDocument& reference_;
    const TextDocument& candidate_;
    const TextForms& forms_;
    const TextRequest& request_;
    TextRules& rules_;
    std::vector<char> matched_;

    void name_slots() {
        rules_.names.resize(forms_.all_slots());
        const auto of_side = [this](const TextDocument& document, const auto& form_of) {
            for (const TextForm& one : document.forms()) {
                if (one.lines == 0) {
                    continue;
                }
                const TextLine& line = document.lines()[one.first_line];
                const LineNames of_line(document, one.first_line);
                for (std::size_t k = 0; k < one.slots; ++k) {
                    auto& names = rules_.names[forms_.slot(form_of(line), k)];
                    for (std::string& name : names_of(of_line.of_slot(k))) {
                        if (std::find(names.begin(), names.end(), name) == names.end()) {
                            names.push_back(std::move(name));
                        }
                    }
                }
            }
        };
        of_side(reference_, [this](const TextLine& line) { return forms_.of_reference(line); });
        of_side(candidate_, [this](const TextLine& line) { return forms_.of_candidate(line); });
    }
    void ignore_slots() {
        const std::vector<IgnoreRule>& ignored = request_.tolerance.scope.ignored;
        for (std::size_t slot = 0; slot < rules_.names.size(); ++slot) {
            for (std::size_t i = 0; i < ignored.size() && rules_.of_slot[slot] == 0; ++i) {
                if (std::any_of(rules_.names[slot].begin(), rules_.names[slot].end(),
                                [&](const std::string& name) {
                                    return is_like(name, ignored[i].pattern);
                                })) {
                    rules_.of_slot[slot] = static_cast<RuleNumber>(i + 1);
                    matched_[i] = 1;
                }
            }
        }
    }
    /// What a member of JSON that holds no number is called; "" of other lines.
    static std::string name_of_words(const TextDocument& document, std::uint32_t line) {
        if (!document.is_json() || document.form_of(document.lines()[line]).slots > 0) {
            return "";
        }
        const LineNames names(document, line);
        return names.tokens().empty()
                   ? ""
                   : names.of_token(static_cast<std::uint32_t>(names.tokens().size() - 1)).key;
    }
    void ignore_lines(const TextDocument& document, std::vector<RuleNumber>& left_out) {
        const std::vector<IgnoreRule>& ignored = request_.tolerance.scope.ignored;
        if (ignored.empty()) {
            return;
        }
        left_out.assign(document.lines().size(), 0);
        for (std::size_t line = 0; line < left_out.size(); ++line) {
            std::string_view text = document.text_of(document.lines()[line]);
            text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
            text = text.substr(0, text.find_last_not_of(" \t\n") + 1);
            const std::string name = name_of_words(document, static_cast<std::uint32_t>(line));
            for (std::size_t i = 0; i < ignored.size() && left_out[line] == 0; ++i) {
                if (is_like(text, ignored[i].pattern) ||
                    (!name.empty() && is_like(name, ignored[i].pattern))) {
                    left_out[line] = static_cast<RuleNumber>(i + 1);
                    matched_[i] = 1;
                }
            }
        }
    }
    void allow_keys() {
        const std::vector<KeyTolerance>& keys = request_.tolerance.keys;
        if (keys.empty()) {
            return;
        }
        rules_.allowed.assign(forms_.all_slots(), rules_.allowed_to_all);
        for (std::size_t slot = 0; slot < rules_.names.size(); ++slot) {
            for (const KeyTolerance& one : keys) {
                const auto& names = rules_.names[slot];
                if (std::find(names.begin(), names.end(), one.key) != names.end()) {
                    rules_.allowed[slot] = {one.relative, one.absolute, one.ulp, 0};
                    rules_.keys_met.insert(one.key);
                    break;
                }
            }
        }
    }
};

} // namespace

TextRules text_rules(const TextDocument& reference, const TextDocument& candidate,
                     const TextForms& forms, const TextRequest& request) {
    TextRules made;
    RuleMaker(reference, candidate, forms, request, made).make();
    return made;
}

namespace {

/// Whether a line says no more than its name and numbers that a rule leaves out.
/// @return the rule; 0: it says more
RuleNumber rule_of_line(const TextDocument& document, const TextForms& forms,
                        const TextRules& found, std::uint32_t line, std::uint32_t form) {
    const TextForm& own = document.form_of(document.lines()[line]);
    RuleNumber rule = 0;
    for (std::uint32_t k = 0; k < own.slots; ++k) {
        rule = found.of_slot[forms.slot(form, k)];
        if (rule == 0) {
            return 0;
        }
    }
    return own.words <= 1 ? rule : RuleNumber{0};
}

} // namespace

void leave_out_single_lines(const TextSides& sides, TextPairing& pairing, TextRules& found) {
    const auto leave_out = [&](const TextDocument& document,
                               const std::vector<std::uint32_t>& form_of,
                               std::vector<std::uint32_t>& single,
                               std::vector<RuleNumber>& left_out) {
        std::erase_if(single, [&](std::uint32_t line) {
            const RuleNumber rule = rule_of_line(document, sides.forms, found, line, form_of[line]);
            if (rule != 0) {
                left_out.resize(document.lines().size(), 0);
                left_out[line] = rule;
            }
            return rule != 0;
        });
    };
    leave_out(sides.reference, pairing.form_of_reference, pairing.only_reference,
              found.left_out.reference);
    leave_out(sides.candidate, pairing.form_of_candidate, pairing.only_candidate,
              found.left_out.candidate);
}

} // namespace tapir::trace
