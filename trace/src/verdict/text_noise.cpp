#include "verdict/text_noise.hpp"

#include <algorithm>
#include <unordered_map>

#include "align/slot_agreement.hpp"
#include "align/text_pairing.hpp"
#include "format/text_ignorables.hpp"

namespace tapir::trace {

namespace {

/// What the repetitions say of a number in which at least one differs from the reference.
struct DifferingCell {
    TextToken first;
    std::uint32_t differing = 0; ///< repetitions
    bool all_say_the_same = true;
};

std::uint32_t line_of(std::uint64_t cell) {
    return static_cast<std::uint32_t>(cell >> 32U);
}

std::uint32_t which_of(std::uint64_t cell) {
    return static_cast<std::uint32_t>(cell);
}

class NoiseFinder {
  public:
    NoiseFinder(const TextDocument& reference, const TextForms& forms, const TextRequest& request,
                TextRules& found)
        : reference_(reference), forms_(forms), request_(request), rules_(found) {}

    void find() {
        for (const NamedText& repetition : request_.repetitions) {
            if (!hold_against(repetition)) {
                return;
            }
        }
        ignore_cells();
    }

  private:
    const TextDocument& reference_;
    const TextForms& forms_;
    const TextRequest& request_;
    TextRules& rules_;
    std::unordered_map<std::uint64_t, DifferingCell> cells_;

    /// @return whether it is a repetition of the reference
    bool hold_against(const NamedText& repetition) {
        const TextDocument again(repetition.text, reference_.is_json());
        const TextForms forms(reference_, again, {});
        const TextCounters counters(reference_, again, forms,
                                    std::vector<RuleNumber>(forms.all_slots(), 0));
        const TextPairing pairing = pair_lines({reference_, again, forms, counters}, {});
        std::size_t shared = 0;
        for (const std::vector<LinePair>* pairs :
             {&pairing.pairs, &pairing.moved, &pairing.out_of_order}) {
            for (const LinePair& pair : *pairs) {
                const std::uint32_t form = pairing.form_of_reference[pair.reference];
                if (form == pairing.form_of_candidate[pair.candidate]) {
                    ++shared;
                    compare(pair, static_cast<std::uint32_t>(forms.slots(form)), again);
                }
            }
        }
        constexpr std::size_t quarter = 4;
        if (shared == 0 || quarter * shared < reference_.lines().size()) {
            rules_.no_repetition = "The reference run again (" + repetition.name + ") shares " +
                                   std::to_string(shared) + " of the reference's " +
                                   std::to_string(reference_.lines().size()) +
                                   " lines: this is no repetition of it, and there is no verdict.";
            return false;
        }
        return true;
    }
    void compare(const LinePair& pair, std::uint32_t slots, const TextDocument& again) {
        const TextToken* a =
            reference_.slots().data() + reference_.lines()[pair.reference].first_slot;
        const TextToken* b = again.slots().data() + again.lines()[pair.candidate].first_slot;
        for (std::uint32_t k = 0; k < slots; ++k) {
            if (same_number(a[k], b[k])) {
                continue;
            }
            DifferingCell& cell = cells_[TextRules::cell(pair.reference, k)];
            if (cell.differing++ == 0) {
                cell.first = b[k];
            }
            cell.all_say_the_same = cell.all_say_the_same && same_number(cell.first, b[k]);
        }
    }
    [[nodiscard]] bool contradicts(const DifferingCell& cell) const {
        return request_.repetitions.size() > 1 && cell.all_say_the_same &&
               cell.differing == request_.repetitions.size();
    }
    /// Leaves out the cells that are noise, and the slots that are noisy by habit.
    void ignore_cells() {
        rules_.named.push_back({name_of_rule(IgnoreKind::noise), ""});
        rules_.noise = static_cast<RuleNumber>(rules_.named.size());
        std::unordered_map<std::size_t, std::uint32_t> noisy_lines; // by slot
        for (const auto& [place, cell] : cells_) {
            if (!contradicts(cell)) {
                rules_.noisy_cells.insert(place);
                const TextLine& line = reference_.lines()[line_of(place)];
                RuleNumber& rule = rules_.of_slot[slot_of(place)];
                if (2 * ++noisy_lines[slot_of(place)] > reference_.form_of(line).lines &&
                    rule == 0) {
                    rule = rules_.noise;
                }
            }
        }
        tell_contradictions();
    }
    [[nodiscard]] std::size_t slot_of(std::uint64_t place) const {
        return forms_.slot(forms_.of_reference(reference_.lines()[line_of(place)]),
                           which_of(place));
    }
    void tell_contradictions() {
        std::size_t values = 0;
        std::uint64_t first = 0;
        for (const auto& [place, cell] : cells_) {
            if (contradicts(cell) && rules_.of_slot[slot_of(place)] == 0) {
                first = values == 0 ? place : std::min(first, place);
                ++values;
            }
        }
        if (values == 0) {
            return;
        }
        const TextLine& line = reference_.lines()[line_of(first)];
        const TextToken& token = reference_.slots()[line.first_slot + which_of(first)];
        rules_.noise_notes.push_back(
            "All repetitions agree among themselves and the reference says something else in " +
            std::to_string(values) + (values == 1 ? " value" : " values") + ", the first in line " +
            std::to_string(reference_.line_number(token.begin)) +
            "; that is no noise and is compared. The repetitions may be of another program or "
            "input.");
    }
};

} // namespace

void ignore_noise(const TextDocument& reference, const TextForms& forms, const TextRequest& request,
                  TextRules& found) {
    if (!request.repetitions.empty()) {
        NoiseFinder(reference, forms, request, found).find();
    }
}

} // namespace tapir::trace
