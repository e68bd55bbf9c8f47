#include "align/text_pairing.hpp"

#include "align/left_lines.hpp"
#include "align/pair_costs.hpp"

namespace tapir::trace {

namespace {

/// The lines that take part, and of each array only what belongs to them.
std::vector<std::uint32_t> lines_in(std::size_t lines, const std::vector<char>& left_out) {
    std::vector<std::uint32_t> in;
    in.reserve(lines);
    for (std::uint32_t line = 0; line < lines; ++line) {
        if (left_out.empty() || left_out[line] == 0) {
            in.push_back(line);
        }
    }
    return in;
}

template <class Value>
std::vector<Value> of_lines(const std::vector<Value>& all,
                            const std::vector<std::uint32_t>& lines) {
    std::vector<Value> some;
    some.reserve(lines.size());
    for (const std::uint32_t line : lines) {
        some.push_back(all[line]);
    }
    return some;
}

} // namespace

TextPairing pair_lines(const TextSides& sides, const LeftOutLines& left_out) {
    TextPairing pairing;
    for (const TextLine& line : sides.reference.lines()) {
        pairing.form_of_reference.push_back(sides.forms.of_reference(line));
    }
    for (const TextLine& line : sides.candidate.lines()) {
        pairing.form_of_candidate.push_back(sides.forms.of_candidate(line));
    }
    pairing.reference =
        line_keys(sides.reference, sides.forms, sides.counters, pairing.form_of_reference);
    pairing.candidate =
        line_keys(sides.candidate, sides.forms, sides.counters, pairing.form_of_candidate);
    const std::vector<std::uint32_t> lines_a =
        lines_in(pairing.reference.size(), left_out.reference);
    const std::vector<std::uint32_t> lines_b =
        lines_in(pairing.candidate.size(), left_out.candidate);
    const std::vector<LineKey> keys_a = of_lines(pairing.reference, lines_a);
    const std::vector<LineKey> keys_b = of_lines(pairing.candidate, lines_b);
    const std::vector<std::uint32_t> forms_a = of_lines(pairing.form_of_reference, lines_a);
    const std::vector<std::uint32_t> forms_b = of_lines(pairing.form_of_candidate, lines_b);
    PairCosts costs(sides, pairing, lines_a, lines_b);
    const LineAlignment alignment =
        align_lines(keys_a, keys_b, forms_a, forms_b,
                    [&costs](std::uint32_t a, std::uint32_t b) { return costs(a, b); });
    pairing.pairs.reserve(alignment.pairs.size());
    for (const LinePair& pair : alignment.pairs) {
        pairing.pairs.push_back({lines_a[pair.reference], lines_b[pair.candidate]});
    }
    pairing.only_reference = of_lines(lines_a, alignment.only_reference);
    pairing.only_candidate = of_lines(lines_b, alignment.only_candidate);
    pair_left_lines(sides, pairing);
    return pairing;
}

} // namespace tapir::trace
