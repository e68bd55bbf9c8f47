#include "image/image_relation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "image/ranked_relation.hpp"
#include "stage/observation.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr double single_precision = 0x1p-22; ///< two units in the last place of a float image

/// The least difference of two pixels that a relation has to explain.
double slack(double a, double b, double rtol) {
    return std::max(rtol, single_precision) * std::max(std::fabs(a), std::fabs(b));
}

bool near(double a, double b, double rtol) {
    return std::fabs(a - b) <= slack(a, b, rtol);
}

bool is_constant(const ImageView& image) {
    return std::all_of(image.values.begin(), image.values.end(),
                       [&image](double value) { return value == image.values.front(); });
}

/// Where in the reference (slow, fast) a pixel of the candidate comes from.
using Placement = std::function<std::pair<int, int>(int, int)>;

/// A way in which the pixels of an image may change places.
struct Move {
    CauseClass cause_class;
    Finding evidence;
    Placement place;
};

/// Whether a move, and not chance, makes the candidate of the reference: every pixel that has a
/// place agrees then, and several do not without the move. So a move that maps the reference onto
/// itself is none, nor is one that is to explain a single wrong pixel.
bool explains(const Move& move, const ImageView& reference, const ImageView& candidate,
              double rtol) {
    std::size_t compared = 0;
    std::size_t departing_before = 0;
    for (int s = 0; s < candidate.slow; ++s) {
        for (int f = 0; f < candidate.fast; ++f) {
            const auto [from_s, from_f] = move.place(s, f);
            if (from_s < 0 || from_f < 0 || from_s >= reference.slow || from_f >= reference.fast) {
                continue;
            }
            const double value = candidate.at(s, f);
            if (!near(reference.at(from_s, from_f), value, rtol)) {
                return false;
            }
            ++compared;
            departing_before += near(reference.at(s, f), value, rtol) ? 0U : 1U;
        }
    }
    constexpr std::size_t no_accident = 2;
    return 2 * compared >= candidate.values.size() && departing_before >= no_accident;
}

/// All moves, the simplest first.
std::vector<Move> moves_of(const ImageView& reference) {
    std::vector<Move> moves;
    for (const int ds : {0, -1, 1}) {
        for (const int df : {0, -1, 1}) {
            if (ds != 0 || df != 0) {
                moves.push_back({CauseClass::offset,
                                 {Rule::image_shifted, {}, {Count{-ds}, Count{-df}}},
                                 [ds, df](int s, int f) {
                                     return std::pair{s + ds, f + df};
                                 }});
            }
        }
    }
    const int last_s = reference.slow - 1;
    const int last_f = reference.fast - 1;
    moves.push_back({CauseClass::sign, {Rule::image_fast_reversed}, [last_f](int s, int f) {
                         return std::pair{s, last_f - f};
                     }});
    moves.push_back({CauseClass::sign, {Rule::image_slow_reversed}, [last_s](int s, int f) {
                         return std::pair{last_s - s, f};
                     }});
    moves.push_back({CauseClass::sign, {Rule::image_both_reversed}, [last_s, last_f](int s, int f) {
                         return std::pair{last_s - s, last_f - f};
                     }});
    if (reference.slow == reference.fast) {
        const int last = last_s;
        moves.push_back({CauseClass::permutation, {Rule::image_axes_exchanged}, [](int s, int f) {
                             return std::pair{f, s};
                         }});
        moves.push_back({CauseClass::permutation,
                         {Rule::image_axes_exchanged_and_reversed},
                         [last](int s, int f) {
                             return std::pair{last - f, last - s};
                         }});
        moves.push_back(
            {CauseClass::permutation, {Rule::image_turned_to_fast}, [last](int s, int f) {
                 return std::pair{f, last - s};
             }});
        moves.push_back(
            {CauseClass::permutation, {Rule::image_turned_to_slow}, [last](int s, int f) {
                 return std::pair{last - f, s};
             }});
    }
    return moves;
}

std::optional<ImageRelation> common_factor(const ImageView& reference, const ImageView& candidate,
                                           double rtol) {
    Range range;
    std::size_t pixels = 0;
    for (std::size_t i = 0; i < reference.values.size(); ++i) {
        const double a = reference.values[i];
        const double b = candidate.values[i];
        if (a == 0 && b == 0) {
            continue;
        }
        if (a == 0) {
            return std::nullopt;
        }
        const double ratio = b / a;
        range.narrow(ratio, std::max(rtol, single_precision) * std::fabs(ratio));
        ++pixels;
    }
    constexpr std::size_t enough = 2;
    if (!range.any() || pixels < enough || range.holds(1)) {
        return std::nullopt;
    }
    const double ratio = range.middle();
    const double power = std::round(std::log10(std::fabs(ratio)));
    constexpr int digits = 9;
    const Evidence times{{Rule::image_times_constant, {}, {ShownNumber{ratio, digits}}}};
    if (power != 0 && range.holds(std::pow(10.0, power))) {
        return ImageRelation{CauseClass::unit, times};
    }
    if (range.holds(-1)) {
        return ImageRelation{CauseClass::sign, {{Rule::image_negated}}};
    }
    const double larger = std::fabs(ratio) > 1 ? ratio : 1 / ratio;
    const bool whole = std::fabs(larger) > 1.5 &&
                       std::fabs(larger - std::round(larger)) <= 1e-5 * std::fabs(larger);
    return ImageRelation{whole ? CauseClass::normalisation : CauseClass::scale, times};
}

std::optional<ImageRelation> common_difference(const ImageView& reference,
                                               const ImageView& candidate, double rtol) {
    Range range;
    std::size_t departing = 0;
    for (std::size_t i = 0; i < reference.values.size(); ++i) {
        const double a = reference.values[i];
        const double b = candidate.values[i];
        range.narrow(b - a, slack(a, b, rtol));
        departing += near(a, b, rtol) ? 0U : 1U;
    }
    // in bright pixels it drowns, but where it shows nowhere else it is none of the whole image
    const bool in_most = 2 * departing >= reference.values.size() && departing > 1;
    if (!range.any() || range.holds(0) || !in_most) {
        return std::nullopt;
    }
    constexpr int digits = 9;
    return ImageRelation{CauseClass::offset,
                         {{Rule::image_plus_constant, {}, {ShownNumber{range.middle(), digits}}}}};
}

/// Pixels that no relation can be told from.
std::optional<ImageRelation> no_numbers(const ImageView& reference, const ImageView& candidate) {
    std::size_t of_reference = 0;
    std::size_t of_candidate = 0;
    std::size_t of_both = 0;
    for (std::size_t i = 0; i < reference.values.size(); ++i) {
        const bool a = std::isfinite(reference.values[i]);
        const bool b = std::isfinite(candidate.values[i]);
        of_both += !a && !b ? 1U : 0U;
        of_reference += !a && b ? 1U : 0U;
        of_candidate += a && !b ? 1U : 0U;
    }
    if (of_candidate + of_reference + of_both == 0) {
        return std::nullopt;
    }
    Evidence evidence{{Rule::image_not_finite}};
    const auto add = [&evidence](std::size_t pixels, Rule rule, WhichSide side) {
        if (pixels > 0) {
            evidence.push_back({rule, side, {static_cast<Count>(pixels)}});
        }
    };
    add(of_candidate, Rule::pixels_of_one_side, WhichSide::candidate);
    add(of_reference, Rule::pixels_of_one_side, WhichSide::reference);
    add(of_both, Rule::pixels_on_both_sides, WhichSide::neither);
    return ImageRelation{CauseClass::formula, evidence};
}

/// Zeros of another sign, where nothing else departs.
std::optional<ImageRelation> signs_of_zero(const ImageView& reference, const ImageView& candidate,
                                           double rtol) {
    std::size_t pixels = 0;
    for (std::size_t i = 0; i < reference.values.size(); ++i) {
        const double a = reference.values[i];
        const double b = candidate.values[i];
        if (a == 0 && b == 0) {
            pixels += std::signbit(a) != std::signbit(b) ? 1U : 0U;
        } else if (relative_difference(a, b) > rtol) {
            return std::nullopt;
        }
    }
    if (pixels == 0) {
        return std::nullopt;
    }
    return ImageRelation{CauseClass::sign,
                         {{Rule::image_zero_signs, {}, {static_cast<Count>(pixels)}}}};
}

/// The one relation, or all between which these images cannot tell.
ImageRelation any_of_these(const std::vector<ImageRelation>& all) {
    ImageRelation relation = all.front();
    for (std::size_t i = 1; i < all.size(); ++i) {
        relation.evidence.push_back({Rule::or_else});
        append(relation.evidence, all[i].evidence);
    }
    if (all.size() > 1) {
        relation.evidence.push_back({Rule::images_cannot_tell});
    }
    return relation;
}

} // namespace

std::string constant_images(const ImageView& reference, const ImageView& candidate) {
    const bool of_reference = is_constant(reference);
    const bool of_candidate = is_constant(candidate);
    if (reference.values.size() < 2 || (!of_reference && !of_candidate)) {
        return "";
    }
    const std::string which = of_reference && of_candidate ? "Both images are"
                              : of_reference               ? "The reference image is"
                                                           : "The candidate image is";
    return which + " constant (" +
           general15((of_reference ? reference : candidate).values.front()) +
           " everywhere): nothing was rendered, or nothing can be told from it.";
}

ImageRelation relation_of(const ImageView& reference, const ImageView& candidate, double rtol) {
    if (auto found = raw_bytes_relation(reference, candidate, rtol)) {
        return *found;
    }
    if (auto found = no_numbers(reference, candidate)) {
        return *found;
    }
    if (auto found = signs_of_zero(reference, candidate, rtol)) {
        return *found;
    }
    std::vector<ImageRelation> all;
    for (const auto& find : {common_factor, common_difference}) {
        if (auto found = find(reference, candidate, rtol)) {
            all.push_back(*found);
        }
    }
    for (const Move& move : moves_of(reference)) {
        if (explains(move, reference, candidate, rtol)) {
            all.push_back({move.cause_class, {move.evidence}});
        }
    }
    if (!all.empty()) {
        return any_of_these(all);
    }
    if (auto found = ranked_relation(reference, candidate, rtol)) {
        return *found;
    }
    return {CauseClass::formula, {{Rule::image_unrecognised}}};
}

} // namespace tapir::trace
