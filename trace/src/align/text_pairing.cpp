#include "align/text_pairing.hpp"

#include <algorithm>
#include <future>
#include <utility>

#include "align/left_lines.hpp"
#include "align/pair_costs.hpp"

namespace tapir::trace {

namespace {

/// The lines of one side that take part. Where all do, nothing is copied.
class TakenLines {
  public:
    TakenLines(const LineKeys& keys, const std::vector<std::uint32_t>& forms,
               const std::vector<RuleNumber>& left_out)
        : keys_(keys), all_forms_(forms), all_(left_out.empty()) {
        for (std::uint32_t line = 0; !all_ && line < keys.size(); ++line) {
            if (left_out[line] == 0) {
                lines_.push_back(line);
                content_.push_back(keys.content()[line]);
                forms_.push_back(forms[line]);
            }
        }
    }
    [[nodiscard]] std::uint32_t size() const {
        return all_ ? keys_.size() : static_cast<std::uint32_t>(lines_.size());
    }
    /// A line by its number among those that take part.
    [[nodiscard]] std::uint32_t operator[](std::uint32_t number) const {
        return all_ ? number : lines_[number];
    }
    /// The lines as they are aligned; it points here.
    [[nodiscard]] LineSequence sequence() const {
        return {all_ ? keys_.content() : content_, all_ ? all_forms_ : forms_,
                [this](std::uint32_t number) { return keys_.place((*this)[number]); },
                [this](std::uint32_t number) { return keys_.rounded((*this)[number]); },
                [this](std::uint32_t number) { return keys_.counters((*this)[number]); }};
    }
    [[nodiscard]] std::vector<std::uint32_t>
    lines_of(const std::vector<std::uint32_t>& numbers) const {
        std::vector<std::uint32_t> lines;
        lines.reserve(numbers.size());
        for (const std::uint32_t number : numbers) {
            lines.push_back((*this)[number]);
        }
        return lines;
    }

  private:
    const LineKeys& keys_;
    const std::vector<std::uint32_t>& all_forms_;
    bool all_;
    std::vector<std::uint32_t> lines_, forms_;
    std::vector<std::uint64_t> content_;
};

/// The paths of lines and their places in `lines`, by path.
std::vector<std::pair<std::uint64_t, std::uint32_t>> by_path(const TextDocument& document,
                                                             const TakenLines& lines) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> paths;
    for (std::uint32_t number = 0; number < lines.size(); ++number) {
        const std::uint32_t line = lines[number];
        paths.emplace_back(document.notation_of(document.lines()[line]).path, line);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// Pairs the members of two JSON texts that have the same paths in another order: each with the
/// one of its path.
/// @return false when they have not; then nothing is paired
bool pair_by_path(const TextSides& sides, const TakenLines& lines_a, const TakenLines& lines_b,
                  TextPairing& pairing) {
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

/// The forms and keys of both sides; of large texts both at the same time.
void set_keys(const TextSides& sides, TextPairing& pairing) {
    const TextForms& forms = sides.forms;
    const auto of_candidate = [&sides, &forms, &pairing] {
        pairing.form_of_candidate.reserve(sides.candidate.lines().size());
        for (const TextLine& line : sides.candidate.lines()) {
            pairing.form_of_candidate.push_back(forms.of_candidate(line));
        }
        pairing.candidate =
            LineKeys(sides.candidate, forms, sides.counters, pairing.form_of_candidate);
    };
    constexpr std::size_t many = 20000;
    const bool large = sides.candidate.lines().size() >= many;
    std::future<void> other =
        std::async(large ? std::launch::async : std::launch::deferred, of_candidate);
    pairing.form_of_reference.reserve(sides.reference.lines().size());
    for (const TextLine& line : sides.reference.lines()) {
        pairing.form_of_reference.push_back(forms.of_reference(line));
    }
    pairing.reference = LineKeys(sides.reference, forms, sides.counters, pairing.form_of_reference);
    other.get();
}

} // namespace

TextPairing pair_lines(const TextSides& sides, const LeftOutLines& left_out) {
    TextPairing pairing;
    set_keys(sides, pairing);
    const TakenLines lines_a(pairing.reference, pairing.form_of_reference, left_out.reference);
    const TakenLines lines_b(pairing.candidate, pairing.form_of_candidate, left_out.candidate);
    if (pair_by_path(sides, lines_a, lines_b, pairing)) {
        return pairing;
    }
    PairCosts costs(sides, pairing);
    LineAlignment alignment =
        align_lines(lines_a.sequence(), lines_b.sequence(), [&](std::uint32_t a, std::uint32_t b) {
            return costs(lines_a[a], lines_b[b]);
        });
    pairing.pairs = std::move(alignment.pairs);
    for (LinePair& pair : pairing.pairs) {
        pair = {lines_a[pair.reference], lines_b[pair.candidate]};
    }
    pairing.only_reference = lines_a.lines_of(alignment.only_reference);
    pairing.only_candidate = lines_b.lines_of(alignment.only_candidate);
    pair_left_lines(sides, pairing);
    return pairing;
}

} // namespace tapir::trace
