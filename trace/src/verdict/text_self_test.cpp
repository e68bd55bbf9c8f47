#include "verdict/text_self_test.hpp"

#include <optional>
#include <string>

#include "verdict/text_differences.hpp"

namespace tapir::trace {

namespace {

/// A line with a fault, and which of its numbers it is in; `no_line`: in a word.
struct PlantedLine {
    std::string text;
    std::uint32_t slot = no_line;
};

/// Writes digits in front of a line's number, or letters behind its word.
std::string with_fault(std::string_view line, const TextToken& token, std::size_t begin,
                       std::size_t size) {
    std::string text(line);
    const std::size_t at = token.begin - begin;
    if (token.kind == TextClass::word) {
        text.insert(token.end - begin, std::string(size, 'x'));
    } else if (token.kind == TextClass::not_finite) {
        text.replace(at, token.end - token.begin, std::string(size, '7'));
    } else {
        const bool has_sign = text[at] == '-' || text[at] == '+';
        text.insert(at + (has_sign ? 1 : 0), std::string(size, '7'));
    }
    return text;
}

class Planter {
  public:
    Planter(const TextSides& sides, const TextPairing& pairing, const TextRules& rules)
        : sides_(sides), pairing_(pairing), rules_(rules) {}

    void plant(std::uint32_t line, Comparison& result) const {
        const TextLine& of = sides_.reference.lines()[line];
        const std::vector<TextToken> tokens = tokens_of(sides_.reference, of);
        const std::uint32_t form = pairing_.form_of_reference[line];
        std::optional<TextToken> at;
        std::uint32_t k = 0;
        for (const TextToken& token : tokens) {
            const bool slot = token.is_slot();
            const bool letters =
                token.kind == TextClass::word && sides_.reference.text()[token.end - 1] > '@';
            const bool compared = slot ? rules_.of_slot[sides_.forms.slot(form, k)] == 0
                                       : letters && (!at || !at->is_slot());
            if (compared) {
                at = token;
            }
            k += slot ? 1 : 0;
        }
        if (!at) {
            return; // signs alone, or nothing that is compared
        }
        ++result.planted;
        constexpr std::size_t most = 9;
        for (std::size_t size = 1; size <= most; size += 4) {
            const std::string text = with_fault(sides_.reference.text_of(of), *at, of.begin, size);
            if (is_seen(sides_.reference.text_of(of), text, form)) {
                ++result.caught;
                return;
            }
        }
    }

  private:
    const TextSides& sides_;
    const TextPairing& pairing_;
    const TextRules& rules_;

    [[nodiscard]] bool is_seen(std::string_view line, const std::string& planted,
                               std::uint32_t form) const {
        const TextDocument sound(line);
        const TextDocument faulty(planted);
        const TextForms forms(sound, faulty, {});
        TextRules small;
        small.of_slot.assign(forms.all_slots(), 0);
        small.allowed_to_all = rules_.allowed_to_all;
        if (!rules_.allowed.empty() && sound.lines().size() == 1) {
            const std::size_t slots = std::min(forms.all_slots(), sides_.forms.slots(form));
            small.allowed.assign(forms.all_slots(), rules_.allowed_to_all);
            for (std::size_t k = 0; k < slots; ++k) {
                small.allowed[k] = rules_.allowed[sides_.forms.slot(form, k)];
            }
        }
        const TextCounters counters(sound, faulty, forms, small.of_slot);
        const TextSides sides{sound, faulty, forms, counters};
        const TextPairing pairing = pair_lines(sides, {});
        return !pairing.only_reference.empty() || !pairing.only_candidate.empty() ||
               !find_differences(sides, pairing, small, CoarsePrints::by_format).groups.empty();
    }
};

} // namespace

void test_texts(const TextSides& sides, const TextPairing& pairing, const TextRules& applied,
                Comparison& result) {
    const Planter planter(sides, pairing, applied);
    std::vector<char> planted(sides.forms.size(), 0);
    for (const LinePair& pair : pairing.pairs) {
        char& done = planted[pairing.form_of_reference[pair.reference]];
        if (done == 0) {
            done = 1;
            planter.plant(pair.reference, result);
        }
    }
}

} // namespace tapir::trace
