#include "align/left_lines.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "align/pair_costs.hpp"

namespace tapir::trace {

namespace {

/// Whether the counters of the lines of a form rise from line to line, within each scope.
bool in_order(const TextDocument& document, const TextSides& sides, const LineKeys& keys,
              const std::vector<std::uint32_t>& form_of, std::uint32_t form) {
    std::uint64_t scope = 0;
    double before = 0;
    bool begun = false;
    for (std::uint32_t l = 0; l < form_of.size(); ++l) {
        if (form_of[l] != form) {
            continue;
        }
        double value = 0;
        for (std::size_t k = 0; k < sides.forms.slots(form); ++k) {
            if (sides.counters.is_counter(sides.forms.slot(form, k))) {
                value = document.slots()[document.lines()[l].first_slot + k].value;
                break;
            }
        }
        if (begun && scope == keys.scope(l) && value < before) {
            return false;
        }
        begun = true;
        scope = keys.scope(l);
        before = value;
    }
    return true;
}

using LinesByPlace = std::unordered_map<std::uint64_t, std::uint32_t>; ///< no_line: several

LinesByPlace lines_by_place(const std::vector<std::uint32_t>& lines, const LineKeys& keys) {
    LinesByPlace found;
    for (const std::uint32_t line : lines) {
        if (const std::uint64_t key = keys.place(line); key != 0) {
            const auto [place, is_new] = found.try_emplace(key, line);
            place->second = is_new ? line : no_line;
        }
    }
    return found;
}

/// Whether a line says more than its counter: a value, a second word, or what stands under it. A
/// column of integers alone has its order as its content.
bool says_more(const TextDocument& document, const TextSides& sides, const LineKeys& keys,
               std::uint32_t form, std::uint32_t line) {
    const TextForm& own = document.form_of(document.lines()[line]);
    return sides.counters.of_form(form) < own.slots || own.words > 1 ||
           (line + 1 < keys.size() && keys.scope_line(line + 1) == line);
}

/// Finds lines that are left on both sides with the same counters, and lines of JSON members.
void pair_moved(const TextSides& sides, TextPairing& pairing) {
    const LinesByPlace candidates = lines_by_place(pairing.only_candidate, pairing.candidate);
    const LinesByPlace references = lines_by_place(pairing.only_reference, pairing.reference);
    std::map<std::uint32_t, bool> ordered; ///< by form
    std::vector<char> taken(pairing.candidate.size(), 0);
    std::vector<std::uint32_t> left;
    const bool json = sides.reference.is_json();
    for (const std::uint32_t line : pairing.only_reference) {
        const std::uint64_t key = pairing.reference.place(line);
        const auto own = references.find(key);
        const auto other = candidates.find(key);
        const bool one = own != references.end() && own->second == line &&
                         other != candidates.end() && other->second != no_line;
        if (!one ||
            (!json && pairing.candidate.rank(other->second) != pairing.reference.rank(line))) {
            left.push_back(line);
            continue;
        }
        taken[other->second] = 1;
        const std::uint32_t form = pairing.form_of_reference[line];
        const auto [place, is_new] = ordered.try_emplace(form, true);
        if (is_new && !json && pairing.reference.counters(line) != 0) {
            place->second = in_order(sides.reference, sides, pairing.reference,
                                     pairing.form_of_reference, form) ||
                            in_order(sides.candidate, sides, pairing.candidate,
                                     pairing.form_of_candidate, form);
        }
        const bool free =
            place->second &&
            (json || (says_more(sides.reference, sides, pairing.reference, form, line) &&
                      says_more(sides.candidate, sides, pairing.candidate, form, other->second)));
        (free ? pairing.moved : pairing.out_of_order).push_back({line, other->second});
    }
    pairing.only_reference = std::move(left);
    std::erase_if(pairing.only_candidate,
                  [&taken](std::uint32_t line) { return taken[line] != 0; });
}

/// How many of the pairs stand before a line of one side: which gap between pairs it is in.
template <class Line>
std::size_t gap_of(const std::vector<LinePair>& pairs, std::uint32_t line, Line of_pair) {
    const auto behind = std::lower_bound(
        pairs.begin(), pairs.end(), line,
        [of_pair](const LinePair& pair, std::uint32_t value) { return pair.*of_pair < value; });
    return static_cast<std::size_t>(behind - pairs.begin());
}

/// Takes lines that are left for each other's, and off the lists of those that are left.
class LeftLines {
  public:
    LeftLines(const TextSides& sides, TextPairing& pairing) : sides_(sides), pairing_(pairing) {}

    /// In one gap, lines of the same forms in the same order, whose counters differ: the counters
    /// were changed.
    void pair_in_gaps() {
        if (pairing_.only_reference.empty() || pairing_.only_candidate.empty()) {
            return;
        }
        const std::vector<LinePair>& pairs = pairing_.pairs;
        std::vector<LinePair> found;
        const auto& a = pairing_.only_reference;
        const auto& b = pairing_.only_candidate;
        for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
            const std::size_t gap_a = gap_of(pairs, a[i], &LinePair::reference);
            const std::size_t gap_b = gap_of(pairs, b[j], &LinePair::candidate);
            if (gap_a != gap_b) {
                ++(gap_a < gap_b ? i : j);
                continue;
            }
            std::size_t i_end = i, j_end = j;
            while (i_end < a.size() && gap_of(pairs, a[i_end], &LinePair::reference) == gap_a) {
                ++i_end;
            }
            while (j_end < b.size() && gap_of(pairs, b[j_end], &LinePair::candidate) == gap_a) {
                ++j_end;
            }
            bool same = i_end - i == j_end - j;
            for (std::size_t k = 0; same && i + k < i_end; ++k) {
                same = pairing_.form_of_reference[a[i + k]] == pairing_.form_of_candidate[b[j + k]];
            }
            for (std::size_t k = 0; same && i + k < i_end; ++k) {
                found.push_back({a[i + k], b[j + k]});
            }
            i = i_end;
            j = j_end;
        }
        if (found.empty()) {
            return;
        }
        take(found, pairing_.pairs);
        std::sort(pairing_.pairs.begin(), pairing_.pairs.end(),
                  [](const LinePair& one, const LinePair& other) {
                      return one.reference < other.reference;
                  });
    }

    /// Where the order is free: lines of which each side has one of a form, with other counters,
    /// and lines of forms that are much alike.
    void pair_anywhere() {
        constexpr std::size_t most = 200;
        constexpr double least = 0.5;
        if (pairing_.only_reference.size() > most || pairing_.only_candidate.size() > most) {
            return;
        }
        std::vector<LinePair> found;
        std::vector<char> used(pairing_.only_candidate.size(), 0);
        for (const std::uint32_t line : pairing_.only_reference) {
            double best = least;
            std::size_t which = used.size();
            for (std::size_t j = 0; j < used.size(); ++j) {
                const double alike = used[j] != 0 ? 0 : likeness(line, pairing_.only_candidate[j]);
                if (alike > best || (which == used.size() && alike == best)) {
                    best = alike;
                    which = j;
                }
            }
            if (which < used.size()) {
                used[which] = 1;
                found.push_back({line, pairing_.only_candidate[which]});
            }
        }
        take(found, pairing_.moved);
    }

  private:
    const TextSides& sides_;
    TextPairing& pairing_;

    /// 0 to 1; 0 for lines whose comparison would find no difference.
    [[nodiscard]] double likeness(std::uint32_t a, std::uint32_t b) const {
        const bool same_counters = pairing_.reference.counters(a) == pairing_.candidate.counters(b);
        const std::uint32_t form_a = pairing_.form_of_reference[a];
        const std::uint32_t form_b = pairing_.form_of_candidate[b];
        if (form_a == form_b) {
            return same_counters ? 0 : 1;
        }
        constexpr double half = 0.5;
        const double alike = common_part(sides_.forms.text(form_a), sides_.forms.text(form_b));
        return same_counters ? half + half * alike : alike;
    }
    void take(const std::vector<LinePair>& found, std::vector<LinePair>& into) {
        std::vector<char> a(pairing_.reference.size(), 0), b(pairing_.candidate.size(), 0);
        for (const LinePair& pair : found) {
            a[pair.reference] = 1;
            b[pair.candidate] = 1;
            into.push_back(pair);
        }
        std::erase_if(pairing_.only_reference, [&a](std::uint32_t line) { return a[line] != 0; });
        std::erase_if(pairing_.only_candidate, [&b](std::uint32_t line) { return b[line] != 0; });
    }
};

} // namespace

void pair_left_lines(const TextSides& sides, TextPairing& pairing) {
    pair_moved(sides, pairing);
    LeftLines left(sides, pairing);
    left.pair_in_gaps();
    if (!pairing.moved.empty() && !sides.reference.is_json()) {
        left.pair_anywhere();
    }
}

} // namespace tapir::trace
