#include "align/text_counters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "format/text_characters.hpp"
#include "format/text_digits.hpp"

namespace tapir::trace {

namespace {

/// How a text says that a number is a counter.
enum class CounterHint : std::uint8_t {
    none,
    index, ///< x[3] =, [3] at the head
    named  ///< step 3, atom 0:
};

bool is_counter_word(std::string_view word) {
    constexpr std::array<std::string_view, 46> words{
        "step",  "iter",     "iteration", "epoch",  "atom",    "rank",   "id",       "index",
        "idx",   "cycle",    "frame",     "layer",  "row",     "col",    "column",   "node",
        "cell",  "block",    "batch",     "level",  "lev",     "pass",   "trial",    "sample",
        "point", "particle", "body",      "site",   "loop",    "it",     "itr",      "image",
        "band",  "spin",     "mode",      "bin",    "channel", "source", "timestep", "tic",
        "i",     "j",        "k",         "thread", "worker",  "stage"};
    const std::size_t bar = word.rfind('_');
    const std::string_view last = bar == std::string_view::npos ? word : word.substr(bar + 1);
    return std::any_of(words.begin(), words.end(),
                       [last](std::string_view one) { return same_but_for_case(last, one); });
}

/// @param which  of the tokens, an integer
CounterHint hint_of(std::string_view text, const TextLine& line,
                    const std::vector<TextToken>& tokens, std::size_t which) {
    const TextToken& token = tokens[which];
    const char before = token.begin > line.begin ? text[token.begin - 1] : '\n';
    const char behind = byte_at(text, token.end);
    if ((before == '[' && behind == ']') || (before == '(' && behind == ')')) {
        const bool at_head = which == 0 && before == '[';
        const bool named = which > 0 && tokens[which - 1].kind == TextClass::word &&
                           tokens[which - 1].end + 1 == token.begin;
        std::size_t next = token.end + 1;
        next += byte_at(text, next) == ' ' ? 1U : 0U;
        if (at_head || (named && (byte_at(text, next) == '=' || byte_at(text, next) == ':'))) {
            return CounterHint::index;
        }
    }
    const char next = byte_at(text, token.end + 1);
    const bool colon = behind == ':' && class_of(next) == ByteClass::blank;
    const bool equals = behind == '=' || (behind == ' ' && next == '=');
    const bool worded = which > 0 && tokens[which - 1].kind == TextClass::word &&
                        is_counter_word(tokens[which - 1].text(text));
    return colon || equals || worded ? CounterHint::named : CounterHint::none;
}

/// Whether most steps between values that follow each other are equal, and not zero.
bool is_progression(const std::vector<double>& values) {
    constexpr std::size_t least = 3;
    constexpr double most_of = 0.6;
    if (values.size() < least) {
        return false;
    }
    std::map<double, std::size_t> steps;
    for (std::size_t i = 1; i < values.size(); ++i) {
        constexpr std::size_t most_kinds = 1000;
        if (steps.size() < most_kinds) {
            ++steps[values[i] - values[i - 1]];
        }
    }
    return std::any_of(steps.begin(), steps.end(), [&values](const auto& step) {
        return step.first != 0 &&
               static_cast<double>(step.second) >= most_of * static_cast<double>(values.size() - 1);
    });
}

bool evenly_spaced(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    constexpr std::size_t few = 3;
    return values.size() < few || is_progression(values);
}

/// The integers of the slots that may be counters, in the order of each document.
struct CounterCandidate {
    CounterHint hint = CounterHint::none;
    bool first = false; ///< of its line
    std::array<std::vector<double>, 2> values{};

    [[nodiscard]] bool holds() const {
        switch (hint) {
        case CounterHint::index:
            return true;
        case CounterHint::named:
            return evenly_spaced(values[0]) && evenly_spaced(values[1]);
        case CounterHint::none:
            break;
        }
        const auto goes = [](const std::vector<double>& side) {
            constexpr std::size_t few = 3;
            return side.size() < few || is_progression(side);
        };
        return first && goes(values[0]) && goes(values[1]) &&
               (is_progression(values[0]) || is_progression(values[1]));
    }
};

} // namespace

TextCounters::TextCounters(const TextDocument& reference, const TextDocument& candidate,
                           const TextForms& forms, std::vector<RuleNumber> ignored)
    : ignored_(std::move(ignored)), counter_(forms.all_slots(), 0), count_(forms.size(), 0),
      scope_(forms.size(), 0) {
    if (reference.is_json()) {
        return; // its paths say where a value belongs
    }
    std::vector<char> integer(forms.all_slots(), 1);
    const std::array<const TextDocument*, 2> sides{&reference, &candidate};
    const auto form_of = [&](std::size_t side, const TextLine& line) {
        return side == 0 ? forms.of_reference(line) : forms.of_candidate(line);
    };
    for (std::size_t side = 0; side < 2; ++side) {
        for (const TextLine& line : sides[side]->lines()) {
            const std::uint32_t form = form_of(side, line);
            for (std::size_t k = 0; k < forms.slots(form); ++k) {
                const TextToken& token = sides[side]->slots()[line.first_slot + k];
                if (!token.integer) {
                    integer[forms.slot(form, k)] = 0;
                }
            }
        }
    }
    std::map<std::size_t, CounterCandidate> candidates;
    std::vector<char> looked_at(forms.size(), 0);
    for (std::size_t side = 0; side < 2; ++side) {
        const TextDocument& document = *sides[side];
        for (const TextForm& one : document.forms()) {
            const TextLine& line = document.lines()[one.first_line];
            const std::uint32_t form = form_of(side, line);
            const auto base = static_cast<std::ptrdiff_t>(forms.slot(form, 0));
            const auto end = base + static_cast<std::ptrdiff_t>(forms.slots(form));
            if (one.lines == 0 || looked_at[form] != 0 ||
                std::find(integer.begin() + base, integer.begin() + end, 1) ==
                    integer.begin() + end) {
                continue;
            }
            looked_at[form] = 1;
            const std::vector<TextToken> tokens = tokens_of(document, line);
            std::size_t k = 0;
            for (std::size_t i = 0; i < tokens.size(); ++i) {
                if (!tokens[i].is_slot()) {
                    continue;
                }
                const std::size_t slot = forms.slot(form, k++);
                const char behind = byte_at(document.text(), tokens[i].end);
                if (integer[slot] != 0 && ignored_[slot] == 0 && !in_word(behind) &&
                    behind != '%') {
                    const CounterHint hint = hint_of(document.text(), line, tokens, i);
                    if (hint != CounterHint::none || k == 1) {
                        candidates[slot] = {hint, k == 1, {}};
                    }
                }
            }
        }
    }
    std::vector<char> wanted(forms.all_slots(), 0);
    for (const auto& [slot, candidate_slot] : candidates) {
        wanted[slot] = 1;
    }
    for (std::size_t side = 0; side < 2; ++side) {
        for (const TextLine& line : sides[side]->lines()) {
            const std::uint32_t form = form_of(side, line);
            for (std::size_t k = 0; k < forms.slots(form); ++k) {
                if (wanted[forms.slot(form, k)] != 0) {
                    candidates[forms.slot(form, k)].values[side].push_back(
                        sides[side]->slots()[line.first_slot + k].value);
                }
            }
        }
    }
    for (const auto& [slot, one] : candidates) {
        counter_[slot] = static_cast<char>(one.holds());
    }
    for (std::uint32_t form = 0; form < forms.size(); ++form) {
        for (std::size_t k = 0; k < forms.slots(form); ++k) {
            count_[form] += counter_[forms.slot(form, k)] != 0 ? 1U : 0U;
        }
        scope_[form] = static_cast<char>(count_[form] > 0 && count_[form] == forms.slots(form));
    }
}

} // namespace tapir::trace
