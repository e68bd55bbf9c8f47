#include "image/ranked_relation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "image/moved_pixels.hpp"
#include "image/pixel_sets.hpp"
#include "image/pixel_values.hpp"
#include "image/raw_bytes.hpp"

namespace tapir::trace {

namespace {

/// A hypothesis and how well it does.
struct Ranked {
    ImageHypothesis hypothesis;
    ImageFit fit;
};

/// The hypotheses that were considered, of which it keeps those that matter.
class Ranking {
  public:
    explicit Ranking(const PixelPair& pair) : pair_(pair) {}

    void consider(ImageHypothesis&& hypothesis) {
        const ImageFit fit = fit_of(pair_, hypothesis);
        if (!covers_enough(fit)) {
            return;
        }
        if (fit.is_complete()) {
            add_complete({std::move(hypothesis), fit});
        } else if (fit.after < still_worth_it * fit.before || 2 * fit.explained > fit.departing) {
            partial_.push_back({std::move(hypothesis), fit});
            std::sort(partial_.begin(), partial_.end(), [](const Ranked& a, const Ranked& b) {
                return std::pair(unexplained(a.fit), a.fit.after) <
                       std::pair(unexplained(b.fit), b.fit.after);
            });
            partial_.resize(std::min(kept, partial_.size()));
        }
    }
    /// The best first; more than one where they cannot be told apart.
    [[nodiscard]] const std::vector<Ranked>& complete() const { return complete_; }
    /// Those that explain a part, the best first.
    [[nodiscard]] const std::vector<Ranked>& partial() const { return partial_; }

  private:
    static constexpr double still_worth_it = 0.8;
    static constexpr std::size_t kept = 3;

    static double unexplained(const ImageFit& fit) {
        return 1 - static_cast<double>(fit.explained) /
                       static_cast<double>(std::max<std::size_t>(fit.departing, 1));
    }
    [[nodiscard]] bool covers_enough(const ImageFit& fit) const {
        constexpr std::size_t one_in = 10;
        constexpr std::size_t least = 16;
        return fit.covered >= least && fit.covered >= pair_.size() / one_in;
    }
    void add_complete(Ranked&& ranked) {
        constexpr double clearly = 0.5;
        constexpr double rounding = 1e-7;
        const double best = complete_.empty() ? 0 : complete_.front().fit.after;
        if (complete_.empty() || ranked.fit.after + rounding < clearly * best) {
            complete_.clear();
            complete_.push_back(std::move(ranked));
        } else if (!ranked.hypothesis.has_free_number &&
                   !complete_.front().hypothesis.has_free_number &&
                   ranked.fit.after <= best / clearly + rounding) {
            complete_.push_back(std::move(ranked)); // nothing tells it from the first
        }
    }

    const PixelPair& pair_;
    std::vector<Ranked> complete_, partial_;
};

Finding residual_of(const ImageFit& fit) {
    constexpr int digits = 3;
    return {Rule::image_residual,
            {},
            {static_cast<Count>(fit.explained), static_cast<Count>(fit.departing),
             ShownNumber{fit.before, digits}, ShownNumber{fit.after, digits}}};
}

/// All that these images cannot tell apart, and what the first of them leaves.
ImageRelation relation_from(const std::vector<Ranked>& complete) {
    ImageRelation relation{complete.front().hypothesis.cause_class, {}};
    for (const Ranked& ranked : complete) {
        if (!relation.evidence.empty()) {
            relation.evidence.push_back({Rule::or_else});
        }
        append(relation.evidence, ranked.hypothesis.evidence);
    }
    if (complete.size() > 1) {
        relation.evidence.push_back({Rule::images_cannot_tell});
    }
    relation.evidence.push_back(residual_of(complete.front().fit));
    return relation;
}

/// Whether a hypothesis that does not explain all is worth telling.
bool is_nearly(const ImageFit& fit) {
    constexpr double share = 0.8;
    constexpr double most_noise = 0.02;
    constexpr std::size_t no_accident = 64;
    return fit.departing >= no_accident && fit.noise <= most_noise &&
           static_cast<double>(fit.explained) >= share * static_cast<double>(fit.departing);
}

/// Looks for what makes the rest, once a first hypothesis holds; both are held against the
/// reference as it was.
void consider_second(const PixelPair& pair, const Ranked& first, Ranking& both) {
    const PixelPair rest{first.hypothesis.foretold, pair.after, pair.slow, pair.fast, pair.rtol};
    const Consider together = [&](ImageHypothesis&& second) {
        ImageHypothesis joined{first.hypothesis.cause_class, first.hypothesis.evidence,
                               std::move(second.foretold),
                               first.hypothesis.has_free_number || second.has_free_number};
        joined.evidence.push_back({Rule::and_then});
        append(joined.evidence, second.evidence);
        // it has to explain what the first one leaves as well, not only what both explain
        const ImageHypothesis alone{
            second.cause_class, {}, joined.foretold, joined.has_free_number};
        if (fit_of(rest, alone).is_complete()) {
            both.consider(std::move(joined));
        }
    };
    if (holds_rule(first.hypothesis.evidence, Rule::image_line) ||
        holds_rule(first.hypothesis.evidence, Rule::image_times_constant)) {
        consider_cuts(rest, together);
    } else {
        consider_values(rest, together);
    }
    if (auto set = departing_set(rest); set && set->is_related) {
        together(std::move(set->hypothesis));
    }
}

} // namespace

std::optional<ImageRelation> ranked_relation(const ImageView& reference, const ImageView& candidate,
                                             double rtol) {
    const PixelPair pair{reference.values, candidate.values, reference.slow, reference.fast, rtol};
    Ranking ranking(pair);
    const Consider consider = [&ranking](ImageHypothesis&& hypothesis) {
        ranking.consider(std::move(hypothesis));
    };
    consider_moves(pair, consider);
    consider_values(pair, consider);
    std::optional<DepartingSet> set = departing_set(pair);
    if (set && set->is_related) {
        ranking.consider(ImageHypothesis(set->hypothesis));
    }
    if (!ranking.complete().empty()) {
        return relation_from(ranking.complete());
    }
    Ranking both(pair);
    for (const Ranked& first : ranking.partial()) {
        consider_second(pair, first, both);
    }
    if (!both.complete().empty()) {
        return relation_from(both.complete());
    }
    if (!ranking.partial().empty() && is_nearly(ranking.partial().front().fit)) {
        ImageRelation relation = relation_from({ranking.partial().front()});
        relation.evidence.insert(relation.evidence.begin(), {Rule::image_in_part});
        if (set) {
            relation.evidence.insert(relation.evidence.begin(), set->hypothesis.evidence.front());
        }
        return relation;
    }
    return set ? std::optional(ImageRelation{set->hypothesis.cause_class, set->hypothesis.evidence})
               : std::nullopt;
}

std::optional<ImageRelation> raw_bytes_relation(const ImageView& reference,
                                                const ImageView& candidate, double rtol) {
    const PixelPair pair{reference.values, candidate.values, reference.slow, reference.fast, rtol};
    std::optional<ImageRelation> found;
    consider_raw_bytes(pair, [&found](ImageHypothesis&& hypothesis) {
        found = found ? found : ImageRelation{hypothesis.cause_class, hypothesis.evidence};
    });
    return found;
}

} // namespace tapir::trace
