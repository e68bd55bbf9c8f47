#include "align/unique_anchors.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <utility>

namespace tapir::trace {

namespace {

using Keys = std::span<const std::uint64_t>;
using KeyedLine = std::pair<std::uint64_t, std::uint32_t>;

/// Of sorted keys those that stand once.
std::vector<KeyedLine> once_of(std::vector<KeyedLine> all) {
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

/// Which keys may stand twice: two bits for a few of them. It errs to one side only, so that what
/// it calls single is single.
class RepeatedKeys {
  public:
    explicit RepeatedKeys(Keys keys)
        : mask_(std::bit_ceil(buckets_a_key * std::max<std::size_t>(keys.size(), 8)) - 1),
          met_(mask_ / bits + 1, 0), again_(mask_ / bits + 1, 0) {
        for (const std::uint64_t key : keys) {
            const std::size_t bucket = key & mask_;
            const std::uint64_t bit = std::uint64_t{1} << (bucket % bits);
            again_[bucket / bits] |= met_[bucket / bits] & bit;
            met_[bucket / bits] |= bit;
        }
    }
    [[nodiscard]] bool may_have(std::uint64_t key) const {
        const std::size_t bucket = key & mask_;
        return (again_[bucket / bits] >> (bucket % bits) & 1U) != 0;
    }

  private:
    static constexpr std::size_t buckets_a_key = 8, bits = 64;
    std::size_t mask_;
    std::vector<std::uint64_t> met_, again_;
};

/// Of each line whether its key stands once.
std::vector<char> single_lines(Keys keys) {
    const RepeatedKeys repeated(keys);
    std::vector<char> single(keys.size(), 0);
    std::vector<KeyedLine> unsure;
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
        if (keys[i] == 0) {
            continue;
        }
        if (repeated.may_have(keys[i])) {
            unsure.emplace_back(keys[i], i);
        } else {
            single[i] = 1;
        }
    }
    for (const KeyedLine& one : once_of(std::move(unsure))) {
        single[one.second] = 1;
    }
    return single;
}

/// Pairs single lines of two sides that are nearly in step: each is looked for near where it is
/// expected, those that are not there by their keys.
class StepPairing {
  public:
    StepPairing(Keys a, Keys b)
        : a_(a), b_(b), single_a_(single_lines(a)), single_b_(single_lines(b)) {}

    std::vector<LinePair> pairs() {
        for (std::uint32_t i = 0; i < a_.size(); ++i) {
            if (single_a_[i] != 0 && !find_near(i)) {
                left_a_.emplace_back(a_[i], i);
            }
        }
        pair_left();
        return std::move(pairs_);
    }

  private:
    Keys a_, b_;
    std::vector<char> single_a_, single_b_; ///< of b only those without a partner
    std::vector<LinePair> pairs_;
    std::vector<KeyedLine> left_a_;
    std::uint32_t next_ = 0; ///< of b: behind the last partner

    bool find_near(std::uint32_t i) {
        constexpr std::uint32_t ahead = 32;
        const auto size = static_cast<std::uint32_t>(b_.size());
        const std::uint32_t end = next_ + std::min(ahead, size - next_);
        for (std::uint32_t j = next_; j < end; ++j) {
            if (b_[j] == a_[i] && single_b_[j] != 0) {
                pairs_.push_back({i, j});
                single_b_[j] = 0;
                next_ = j + 1;
                return true;
            }
        }
        return false;
    }
    void pair_left() {
        std::vector<KeyedLine> left_b;
        for (std::uint32_t j = 0; !left_a_.empty() && j < b_.size(); ++j) {
            if (single_b_[j] != 0) {
                left_b.emplace_back(b_[j], j);
            }
        }
        std::sort(left_a_.begin(), left_a_.end());
        std::sort(left_b.begin(), left_b.end());
        const std::size_t before = pairs_.size();
        for (std::size_t i = 0, j = 0; i < left_a_.size() && j < left_b.size();) {
            if (left_a_[i].first == left_b[j].first) {
                pairs_.push_back({left_a_[i++].second, left_b[j++].second});
            } else {
                ++(left_a_[i].first < left_b[j].first ? i : j);
            }
        }
        if (pairs_.size() > before) {
            std::sort(pairs_.begin(), pairs_.end(), [](const LinePair& one, const LinePair& other) {
                return one.reference < other.reference;
            });
        }
    }
};

/// The same for few lines, without marks.
std::vector<LinePair> pairs_of_few(Keys a, Keys b) {
    std::vector<LinePair> pairs;
    const auto stands_once = [](Keys keys, std::uint64_t key) {
        return std::count(keys.begin(), keys.end(), key) == 1;
    };
    for (std::uint32_t i = 0; i < a.size(); ++i) {
        const auto other = std::find(b.begin(), b.end(), a[i]);
        if (a[i] != 0 && other != b.end() && stands_once(a, a[i]) && stands_once(b, a[i])) {
            pairs.push_back({i, static_cast<std::uint32_t>(other - b.begin())});
        }
    }
    return pairs;
}

/// The longest run of pairs, ordered by reference, in which the candidate's lines rise too.
std::vector<LinePair> longest_rising(std::vector<LinePair> pairs) {
    const auto falls = [](const LinePair& one, const LinePair& next) {
        return next.candidate < one.candidate;
    };
    if (std::adjacent_find(pairs.begin(), pairs.end(), falls) == pairs.end()) {
        return pairs;
    }
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

} // namespace

std::vector<LinePair> unique_anchors(Keys reference, Keys candidate) {
    constexpr std::size_t few = 16;
    return longest_rising(reference.size() <= few && candidate.size() <= few
                              ? pairs_of_few(reference, candidate)
                              : StepPairing(reference, candidate).pairs());
}

} // namespace tapir::trace
