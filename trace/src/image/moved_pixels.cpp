#include "image/moved_pixels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "image/brightest_pixels.hpp"

namespace tapir::trace {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
using SlowFast = std::pair<int, int>; ///< (slow, fast)

/// An image that is reversed, exchanged or turned.
struct Orientation {
    std::optional<Rule> rule; ///< none: as it was
    bool exchanged, slow_reversed, fast_reversed;
};
constexpr Orientation orientations[]{
    {std::nullopt, false, false, false},
    {Rule::image_fast_reversed, false, false, true},
    {Rule::image_slow_reversed, false, true, false},
    {Rule::image_both_reversed, false, true, true},
    {Rule::image_axes_exchanged, true, false, false},
    {Rule::image_axes_exchanged_and_reversed, true, true, true},
    {Rule::image_turned_to_fast, true, true, false},
    {Rule::image_turned_to_slow, true, false, true},
};

/// The sides of an image after an orientation.
SlowFast size_of(const PixelPair& pair, const Orientation& turn) {
    return turn.exchanged ? SlowFast{pair.fast, pair.slow} : SlowFast{pair.slow, pair.fast};
}

/// Where in the turned image a pixel of the reference comes to lie.
SlowFast turned(const PixelPair& pair, const Orientation& turn, int s, int f) {
    // an exchange goes first, so what is reversed then are the new axes
    const auto [slow, fast] = size_of(pair, turn);
    const int to_s = turn.exchanged ? f : s;
    const int to_f = turn.exchanged ? s : f;
    return {turn.slow_reversed ? slow - 1 - to_s : to_s,
            turn.fast_reversed ? fast - 1 - to_f : to_f};
}

/// The shifts for which most of the brightest pixels vote, no shift among them.
std::vector<SlowFast> voted_shifts(const PixelPair& pair, const Orientation& turn,
                                   const BrightestPixels& brightest) {
    const auto [slow, fast] = size_of(pair, turn);
    std::map<SlowFast, int> votes;
    for (const std::size_t one : brightest.before) {
        const auto [s, f] = turned(pair, turn, static_cast<int>(one) / pair.fast,
                                   static_cast<int>(one) % pair.fast);
        for (const std::size_t other : brightest.after) {
            ++votes[{static_cast<int>(other) / fast - s, static_cast<int>(other) % fast - f}];
        }
    }
    std::vector<std::pair<int, SlowFast>> ranked;
    ranked.reserve(votes.size());
    for (const auto& [shift, count] : votes) {
        ranked.emplace_back(-count, shift);
    }
    constexpr std::size_t looked_at = 2;
    const std::size_t kept = std::min(looked_at, ranked.size());
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept),
                      ranked.end());
    std::vector<SlowFast> shifts{{0, 0}};
    for (std::size_t i = 0; i < kept; ++i) {
        if (ranked[i].second != SlowFast{0, 0} && std::abs(ranked[i].second.first) < slow) {
            shifts.push_back(ranked[i].second);
        }
    }
    return shifts;
}

/// How alike the values of some pixels are to those they are moved to; the correlation of roots.
double likeness(const PixelPair& pair, const Orientation& turn, const SlowFast& shift,
                const std::vector<std::size_t>& pixels) {
    const auto [slow, fast] = size_of(pair, turn);
    double n = 0;
    double a = 0;
    double b = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (const std::size_t i : pixels) {
        const auto [s, f] =
            turned(pair, turn, static_cast<int>(i) / pair.fast, static_cast<int>(i) % pair.fast);
        const int to_s = s + shift.first;
        const int to_f = f + shift.second;
        if (to_s < 0 || to_f < 0 || to_s >= slow || to_f >= fast) {
            continue;
        }
        const double one = signed_root(pair.before[i]);
        const double other =
            signed_root(pair.after[static_cast<std::size_t>(to_s) * static_cast<std::size_t>(fast) +
                                   static_cast<std::size_t>(to_f)]);
        n += 1;
        a += one;
        b += other;
        aa += one * one;
        bb += other * other;
        ab += one * other;
    }
    const double width = (n * aa - a * a) * (n * bb - b * b);
    return width > 0 ? (n * ab - a * b) / std::sqrt(width) : -1;
}

/// The shift nearby for which the values are most alike: wide spots vote for its neighbours too.
SlowFast climbed(const PixelPair& pair, const Orientation& turn, SlowFast shift,
                 const std::vector<std::size_t>& pixels) {
    constexpr int most_steps = 12;
    double best = likeness(pair, turn, shift, pixels);
    for (int step = 0; step < most_steps; ++step) {
        const SlowFast from = shift;
        for (int ds = -1; ds <= 1; ++ds) {
            for (int df = -1; df <= 1; ++df) {
                const SlowFast there{from.first + ds, from.second + df};
                const double here = likeness(pair, turn, there, pixels);
                if (here > best) {
                    best = here;
                    shift = there;
                }
            }
        }
        if (shift == from) {
            break;
        }
    }
    return shift;
}

std::vector<double> moved(const PixelPair& pair, const Orientation& turn, const SlowFast& shift) {
    const auto [slow, fast] = size_of(pair, turn);
    std::vector<double> image(pair.size(), unknown);
    for (int s = 0; s < pair.slow; ++s) {
        for (int f = 0; f < pair.fast; ++f) {
            const auto [turned_s, turned_f] = turned(pair, turn, s, f);
            const int to_s = turned_s + shift.first;
            const int to_f = turned_f + shift.second;
            if (to_s >= 0 && to_f >= 0 && to_s < slow && to_f < fast) {
                image[static_cast<std::size_t>(to_s) * static_cast<std::size_t>(fast) +
                      static_cast<std::size_t>(to_f)] =
                    pair.before[static_cast<std::size_t>(s) * static_cast<std::size_t>(pair.fast) +
                                static_cast<std::size_t>(f)];
            }
        }
    }
    return image;
}

/// The part of the brightest pixels that lie on one another.
double overlap(const PixelPair& pair, const Orientation& turn, const SlowFast& shift,
               const BrightestPixels& brightest) {
    const auto [slow, fast] = size_of(pair, turn);
    std::size_t inside = 0;
    std::size_t met = 0;
    for (const std::size_t one : brightest.before) {
        const auto [s, f] = turned(pair, turn, static_cast<int>(one) / pair.fast,
                                   static_cast<int>(one) % pair.fast);
        const int to_s = s + shift.first;
        const int to_f = f + shift.second;
        if (to_s < 0 || to_f < 0 || to_s >= slow || to_f >= fast) {
            continue;
        }
        ++inside;
        met += brightest.is_after(static_cast<std::size_t>(to_s) * static_cast<std::size_t>(fast) +
                                  static_cast<std::size_t>(to_f))
                   ? 1U
                   : 0U;
    }
    constexpr std::size_t enough = 4;
    return inside < enough ? 0 : static_cast<double>(met) / static_cast<double>(inside);
}

ImageHypothesis hypothesis_of(const PixelPair& pair, const Orientation& turn,
                              const SlowFast& shift) {
    ImageHypothesis made;
    made.cause_class = CauseClass::offset;
    if (turn.rule) {
        made.cause_class = turn.exchanged ? CauseClass::permutation : CauseClass::sign;
        made.evidence.push_back({*turn.rule});
        if (turn.exchanged && pair.slow != pair.fast) {
            made.evidence.push_back({Rule::image_exchanged_in_file, {}, {Count{pair.slow}}});
        }
    }
    if (shift != SlowFast{0, 0}) {
        made.evidence.push_back(
            {Rule::image_shifted, {}, {Count{shift.first}, Count{shift.second}}});
    }
    made.foretold = moved(pair, turn, shift);
    return made;
}

/// Rows laid out `length` apart. @param side  whose rows they are
ImageHypothesis relaid(const PixelPair& pair, std::size_t length, WhichSide side) {
    ImageHypothesis made;
    made.cause_class = CauseClass::index;
    made.evidence = {{Rule::image_row_length, side, {static_cast<Count>(length)}}};
    made.foretold.assign(pair.size(), unknown);
    const auto fast = static_cast<std::size_t>(pair.fast);
    for (std::size_t s = 0; s < static_cast<std::size_t>(pair.slow); ++s) {
        for (std::size_t f = 0; f < fast; ++f) {
            const std::size_t there = s * length + f;
            if (there >= pair.size()) {
                break;
            }
            if (side == WhichSide::reference) {
                made.foretold[s * fast + f] = pair.before[there];
            } else {
                // where rows run into one another, what stands there is a sum, or the last
                const bool shared = length < fast && ((s > 0 && f < fast - length) || f >= length);
                made.foretold[there] = shared ? unknown : pair.before[s * fast + f];
            }
        }
    }
    return made;
}

/// How many of the brightest pixels a row length brings to where the candidate has them.
int votes_for(const PixelPair& pair, std::size_t length, WhichSide side,
              const std::vector<std::size_t>& brightest) {
    constexpr double near = 0.02;
    const auto fast = static_cast<std::size_t>(pair.fast);
    int votes = 0;
    for (const std::size_t i : brightest) {
        const std::size_t there = i / fast * length + i % fast;
        if (there < pair.size()) {
            const bool of_reference = side == WhichSide::reference;
            const double a = pair.before[of_reference ? there : i];
            const double b = pair.after[of_reference ? i : there];
            votes += std::fabs(a - b) <= near * std::fabs(a) ? 1 : 0;
        }
    }
    return votes;
}

void consider_row_lengths(const PixelPair& pair, const BrightestPixels& brightest,
                          const Consider& consider) {
    const auto fast = static_cast<std::size_t>(pair.fast);
    for (const WhichSide side : {WhichSide::candidate, WhichSide::reference}) {
        const std::vector<std::size_t>& pixels =
            side == WhichSide::reference ? brightest.after : brightest.before;
        std::size_t best = fast;
        int most = 0;
        for (std::size_t length = 1; length <= 4 * fast; ++length) {
            const int votes = length == fast ? 0 : votes_for(pair, length, side, pixels);
            if (votes > most) {
                best = length;
                most = votes;
            }
        }
        if (most >= static_cast<int>(pixels.size()) / 8 && most >= 4) {
            consider(relaid(pair, best, side));
        }
    }
}

} // namespace

void consider_moves(const PixelPair& pair, const Consider& consider) {
    const BrightestPixels brightest = brightest_pixels(pair);
    constexpr double telling = 0.3;
    constexpr std::size_t sampled = 4000;
    std::vector<std::size_t> pixels = brightest.before;
    for (const std::size_t i : sampled_pixels(pair.before, pair.after)) {
        if (pixels.size() < brightest.before.size() + sampled) {
            pixels.push_back(i);
        }
    }
    for (const Orientation& turn : orientations) {
        std::set<SlowFast> looked_at;
        for (const SlowFast& voted : voted_shifts(pair, turn, brightest)) {
            if (overlap(pair, turn, voted, brightest) < telling) {
                continue;
            }
            const SlowFast shift = climbed(pair, turn, voted, pixels);
            if ((turn.rule || shift != SlowFast{0, 0}) && looked_at.insert(shift).second) {
                consider(hypothesis_of(pair, turn, shift));
            }
        }
    }
    consider_row_lengths(pair, brightest, consider);
}

} // namespace tapir::trace
