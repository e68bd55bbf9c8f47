#include "align/line_alignment.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tapir::trace {

namespace {

/// A stretch of both documents: lines [a, a_end) and [b, b_end).
struct Stretch {
    std::uint32_t a = 0, a_end = 0, b = 0, b_end = 0;
    unsigned level = 0, depth = 0;
};

using KeyOf = std::uint64_t (*)(const LineKey&);
constexpr std::array<KeyOf, 3> key_of_level{[](const LineKey& key) { return key.content; },
                                            [](const LineKey& key) { return key.place; },
                                            [](const LineKey& key) { return key.rounded; }};

using KeyedLine = std::pair<std::uint64_t, std::uint32_t>;

/// The lines of a stretch of one side whose key stands there once, by key.
std::vector<KeyedLine> unique_keys(std::span<const LineKey> keys, std::uint32_t begin,
                                   std::uint32_t end, KeyOf key_of) {
    std::vector<KeyedLine> all;
    all.reserve(end - begin);
    for (std::uint32_t i = begin; i < end; ++i) {
        const std::uint64_t key = key_of(keys[i]);
        if (key != 0) {
            all.emplace_back(key, i);
        }
    }
    std::sort(all.begin(), all.end());
    std::vector<KeyedLine> once;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool before = i > 0 && all[i - 1].first == all[i].first;
        const bool behind = i + 1 < all.size() && all[i + 1].first == all[i].first;
        if (!before && !behind) {
            once.push_back(all[i]);
        }
    }
    return once;
}

/// The longest run of pairs, ordered by reference, in which the candidate's lines rise too.
std::vector<LinePair> longest_rising(const std::vector<LinePair>& pairs) {
    std::vector<std::size_t> ends; ///< of the best run of each length
    std::vector<std::size_t> before(pairs.size());
    constexpr std::size_t none = static_cast<std::size_t>(-1);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto place = std::lower_bound(
            ends.begin(), ends.end(), pairs[i].candidate,
            [&pairs](std::size_t end, std::uint32_t line) { return pairs[end].candidate < line; });
        before[i] = place == ends.begin() ? none : *(place - 1);
        if (place == ends.end()) {
            ends.push_back(i);
        } else {
            *place = i;
        }
    }
    std::vector<LinePair> run;
    for (std::size_t at = ends.empty() ? none : ends.back(); at != none; at = before[at]) {
        run.push_back(pairs[at]);
    }
    std::reverse(run.begin(), run.end());
    return run;
}

class LineAligner {
  public:
    LineAligner(std::span<const LineKey> a, std::span<const LineKey> b,
                std::span<const std::uint32_t> form_a, std::span<const std::uint32_t> form_b,
                const PairCost& cost)
        : a_(a), b_(b), form_a_(form_a), form_b_(form_b), cost_(cost) {}

    LineAlignment align() {
        solve({0, static_cast<std::uint32_t>(a_.size()), 0, static_cast<std::uint32_t>(b_.size())});
        std::sort(pairs_.begin(), pairs_.end(), [](const LinePair& one, const LinePair& other) {
            return one.reference < other.reference;
        });
        LineAlignment result;
        std::uint32_t a = 0, b = 0;
        for (const LinePair& pair : pairs_) {
            for (; a < pair.reference; ++a) {
                result.only_reference.push_back(a);
            }
            for (; b < pair.candidate; ++b) {
                result.only_candidate.push_back(b);
            }
            ++a;
            ++b;
        }
        for (; a < a_.size(); ++a) {
            result.only_reference.push_back(a);
        }
        for (; b < b_.size(); ++b) {
            result.only_candidate.push_back(b);
        }
        result.pairs = std::move(pairs_);
        return result;
    }

  private:
    std::span<const LineKey> a_, b_;
    std::span<const std::uint32_t> form_a_, form_b_;
    const PairCost& cost_;
    std::vector<LinePair> pairs_;

    void solve(Stretch part) {
        trim(part);
        if (part.a == part.a_end || part.b == part.b_end) {
            return;
        }
        constexpr unsigned deepest = 8;
        while (part.level < key_of_level.size()) {
            const std::vector<LinePair> anchors =
                part.depth < deepest ? anchors_of(part) : std::vector<LinePair>{};
            if (!anchors.empty()) {
                between(part, anchors);
                return;
            }
            ++part.level;
            part.depth = 0;
        }
        fill(part);
    }
    void between(Stretch part, const std::vector<LinePair>& anchors) {
        Stretch gap = part;
        ++gap.depth;
        for (const LinePair& anchor : anchors) {
            pairs_.push_back(anchor);
            gap.a_end = anchor.reference;
            gap.b_end = anchor.candidate;
            solve(gap);
            gap.a = anchor.reference + 1;
            gap.b = anchor.candidate + 1;
        }
        gap.a_end = part.a_end;
        gap.b_end = part.b_end;
        solve(gap);
    }
    /// Takes equal lines off both ends.
    void trim(Stretch& part) {
        while (part.a < part.a_end && part.b < part.b_end &&
               a_[part.a].content == b_[part.b].content) {
            pairs_.push_back({part.a++, part.b++});
        }
        while (part.a < part.a_end && part.b < part.b_end &&
               a_[part.a_end - 1].content == b_[part.b_end - 1].content) {
            pairs_.push_back({--part.a_end, --part.b_end});
        }
    }
    std::vector<LinePair> anchors_of(const Stretch& part) const {
        const KeyOf key_of = key_of_level[part.level];
        const std::vector<KeyedLine> once_a = unique_keys(a_, part.a, part.a_end, key_of);
        const std::vector<KeyedLine> once_b = unique_keys(b_, part.b, part.b_end, key_of);
        std::vector<LinePair> common;
        for (std::size_t i = 0, j = 0; i < once_a.size() && j < once_b.size();) {
            if (once_a[i].first == once_b[j].first) {
                common.push_back({once_a[i++].second, once_b[j++].second});
            } else {
                ++(once_a[i].first < once_b[j].first ? i : j);
            }
        }
        std::sort(common.begin(), common.end(), [](const LinePair& one, const LinePair& other) {
            return one.reference < other.reference;
        });
        return longest_rising(common);
    }
    void fill(const Stretch& part) {
        constexpr std::uint64_t most_cells = 250000;
        const std::uint64_t n = part.a_end - part.a, m = part.b_end - part.b;
        if (n * m <= most_cells) {
            by_least_cost(part);
        } else {
            in_order(part);
        }
    }
    /// Pairs lines of one form in their order, looking ahead a little where the forms differ.
    void in_order(Stretch part) {
        constexpr std::uint32_t ahead = 64;
        while (part.a < part.a_end && part.b < part.b_end) {
            if (form_a_[part.a] == form_b_[part.b]) {
                if (a_[part.a].counters == b_[part.b].counters) {
                    pairs_.push_back({part.a, part.b});
                }
                ++part.a;
                ++part.b;
                continue;
            }
            std::uint32_t in_a = 1, in_b = 1;
            while (in_a < ahead && part.a + in_a < part.a_end &&
                   form_a_[part.a + in_a] != form_b_[part.b]) {
                ++in_a;
            }
            while (in_b < ahead && part.b + in_b < part.b_end &&
                   form_b_[part.b + in_b] != form_a_[part.a]) {
                ++in_b;
            }
            if (in_a == ahead && in_b == ahead) {
                ++part.a;
                ++part.b;
            } else if (in_a < in_b) {
                part.a += in_a;
            } else {
                part.b += in_b;
            }
        }
    }
    void by_least_cost(const Stretch& part) {
        const std::size_t n = part.a_end - part.a, m = part.b_end - part.b;
        std::vector<double> best((n + 1) * (m + 1));
        std::vector<double> pairing(n * m);
        const auto at = [m](std::size_t i, std::size_t j) { return i * (m + 1) + j; };
        for (std::size_t i = n + 1; i-- > 0;) {
            for (std::size_t j = m + 1; j-- > 0;) {
                if (i == n || j == m) {
                    best[at(i, j)] = static_cast<double>(n - i + m - j);
                    continue;
                }
                double& pair = pairing[i * m + j];
                pair = cost_(part.a + static_cast<std::uint32_t>(i),
                             part.b + static_cast<std::uint32_t>(j));
                best[at(i, j)] = std::min({pair + best[at(i + 1, j + 1)], 1 + best[at(i + 1, j)],
                                           1 + best[at(i, j + 1)]});
            }
        }
        for (std::size_t i = 0, j = 0; i < n && j < m;) {
            const double here = best[at(i, j)];
            if (here == pairing[i * m + j] + best[at(i + 1, j + 1)]) {
                pairs_.push_back({part.a + static_cast<std::uint32_t>(i++),
                                  part.b + static_cast<std::uint32_t>(j++)});
            } else if (here == 1 + best[at(i + 1, j)]) {
                ++i;
            } else {
                ++j;
            }
        }
    }
};

} // namespace

LineAlignment align_lines(std::span<const LineKey> reference, std::span<const LineKey> candidate,
                          std::span<const std::uint32_t> form_of_reference,
                          std::span<const std::uint32_t> form_of_candidate, const PairCost& cost) {
    return LineAligner(reference, candidate, form_of_reference, form_of_candidate, cost).align();
}

} // namespace tapir::trace
