#include "align/line_alignment.hpp"

#include <algorithm>
#include <span>

namespace tapir::trace {

namespace {

/// A stretch of both documents: lines [a, a_end) and [b, b_end).
struct Stretch {
    std::uint32_t a = 0, a_end = 0, b = 0, b_end = 0;
    unsigned level = 0, depth = 0;
};

/// By which keys anchors are looked for, one after the other.
enum Level : unsigned { by_content, by_place, by_rounded, levels };

/// The keys of a stretch of one side; of the content they are there.
std::span<const std::uint64_t> keys_of(const LineSequence& side, unsigned level,
                                       std::uint32_t begin, std::uint32_t end,
                                       std::vector<std::uint64_t>& made) {
    if (level == by_content) {
        return side.content.subspan(begin, end - begin);
    }
    const LineSequence::KeyOfLine& key_of = level == by_place ? side.place : side.rounded;
    for (std::uint32_t line = begin; line < end; ++line) {
        made.push_back(key_of(line));
    }
    return made;
}

constexpr std::uint32_t no_partner = 0xffffffffU;

class LineAligner {
  public:
    LineAligner(const LineSequence& a, const LineSequence& b, const PairCost& cost)
        : a_(a), b_(b), cost_(cost), partner_(a.content.size(), no_partner) {}

    LineAlignment align() {
        const auto lines_b = static_cast<std::uint32_t>(b_.content.size());
        solve({0, static_cast<std::uint32_t>(partner_.size()), 0, lines_b});
        LineAlignment result;
        result.pairs.reserve(pairs_);
        std::uint32_t b = 0;
        for (std::uint32_t a = 0; a < partner_.size(); ++a) {
            if (partner_[a] == no_partner) {
                result.only_reference.push_back(a);
                continue;
            }
            for (; b < partner_[a]; ++b) {
                result.only_candidate.push_back(b);
            }
            ++b;
            result.pairs.push_back({a, partner_[a]});
        }
        for (; b < lines_b; ++b) {
            result.only_candidate.push_back(b);
        }
        return result;
    }

  private:
    const LineSequence &a_, &b_;
    const PairCost& cost_;
    std::vector<std::uint32_t> partner_; ///< of each line of the reference
    std::size_t pairs_ = 0;

    void pair(std::uint32_t a, std::uint32_t b) {
        partner_[a] = b;
        ++pairs_;
    }
    void solve(Stretch part) {
        trim(part);
        if (part.a == part.a_end || part.b == part.b_end) {
            return;
        }
        constexpr unsigned deepest = 8;
        while (part.level < levels) {
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
            pair(anchor.reference, anchor.candidate);
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
               a_.content[part.a] == b_.content[part.b]) {
            pair(part.a++, part.b++);
        }
        while (part.a < part.a_end && part.b < part.b_end &&
               a_.content[part.a_end - 1] == b_.content[part.b_end - 1]) {
            pair(--part.a_end, --part.b_end);
        }
    }
    [[nodiscard]] std::vector<LinePair> anchors_of(const Stretch& part) const {
        std::vector<std::uint64_t> made_a, made_b;
        std::vector<LinePair> anchors =
            unique_anchors(keys_of(a_, part.level, part.a, part.a_end, made_a),
                           keys_of(b_, part.level, part.b, part.b_end, made_b));
        for (LinePair& anchor : anchors) {
            anchor.reference += part.a;
            anchor.candidate += part.b;
        }
        return anchors;
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
            if (a_.form[part.a] == b_.form[part.b]) {
                if (a_.counters(part.a) == b_.counters(part.b)) {
                    pair(part.a, part.b);
                }
                ++part.a;
                ++part.b;
                continue;
            }
            std::uint32_t in_a = 1, in_b = 1;
            while (in_a < ahead && part.a + in_a < part.a_end &&
                   a_.form[part.a + in_a] != b_.form[part.b]) {
                ++in_a;
            }
            while (in_b < ahead && part.b + in_b < part.b_end &&
                   b_.form[part.b + in_b] != a_.form[part.a]) {
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
                double& both = pairing[i * m + j];
                both = cost_(part.a + static_cast<std::uint32_t>(i),
                             part.b + static_cast<std::uint32_t>(j));
                best[at(i, j)] = std::min({both + best[at(i + 1, j + 1)], 1 + best[at(i + 1, j)],
                                           1 + best[at(i, j + 1)]});
            }
        }
        for (std::size_t i = 0, j = 0; i < n && j < m;) {
            const double here = best[at(i, j)];
            if (here == pairing[i * m + j] + best[at(i + 1, j + 1)]) {
                pair(part.a + static_cast<std::uint32_t>(i++),
                     part.b + static_cast<std::uint32_t>(j++));
            } else if (here == 1 + best[at(i + 1, j)]) {
                ++i;
            } else {
                ++j;
            }
        }
    }
};

} // namespace

LineAlignment align_lines(const LineSequence& reference, const LineSequence& candidate,
                          const PairCost& cost) {
    return LineAligner(reference, candidate, cost).align();
}

} // namespace tapir::trace
