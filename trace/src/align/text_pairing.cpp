#include "align/text_pairing.hpp"

#include <algorithm>
#include <utility>

#include "align/left_lines.hpp"
#include "align/pair_costs.hpp"

namespace tapir::trace {

namespace {

/// The lines that take part, and of each array only what belongs to them.
std::vector<std::uint32_t> lines_in(std::size_t lines, const std::vector<RuleNumber>& left_out) {
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

/// The paths of lines and their places in `lines`, by path.
std::vector<std::pair<std::uint64_t, std::uint32_t>>
by_path(const TextDocument& document, const std::vector<std::uint32_t>& lines) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> paths;
    for (const std::uint32_t line : lines) {
        paths.emplace_back(document.lines()[line].path, line);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// Pairs the members of two JSON texts that have the same paths in another order: each with the
/// one of its path.
/// @return false when they have not; then nothing is paired
bool pair_by_path(const TextSides& sides, const std::vector<std::uint32_t>& lines_a,
                  const std::vector<std::uint32_t>& lines_b, TextPairing& pairing) {
    if (!sides.reference.is_json() || lines_a.size() != lines_b.size()) {
        return false;
    }
    const auto paths_a = by_path(sides.reference, lines_a);
    const auto paths_b = by_path(sides.candidate, lines_b);
    std::vector<LinePair> pairs;
    for (std::size_t i = 0; i < paths_a.size(); ++i) {
        const bool twice = i > 0 && paths_a[i].first == paths_a[i - 1].first;
        if (paths_a[i].first != paths_b[i].first || twice) {
            return false;
        }
        pairs.push_back({paths_a[i].second, paths_b[i].second});
    }
    std::sort(pairs.begin(), pairs.end(), [](const LinePair& one, const LinePair& other) {
        return one.reference < other.reference;
    });
    const auto before = [](const LinePair& one, const LinePair& other) {
        return one.candidate < other.candidate;
    };
    if (std::is_sorted(pairs.begin(), pairs.end(), before)) {
        return false; // in the same order: the alignment may find what stands elsewhere
    }
    for (const LinePair& pair : pairs) {
        const bool in_order =
            pairing.pairs.empty() || pairing.pairs.back().candidate < pair.candidate;
        (in_order ? pairing.pairs : pairing.moved).push_back(pair);
    }
    return true;
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
    if (pair_by_path(sides, lines_a, lines_b, pairing)) {
        return pairing;
    }
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
