#include "image/image_relation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

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
using Place = std::function<std::pair<int, int>(int, int)>;

/// A way in which the pixels of an image may change places.
struct Move {
    std::string cause_class, evidence;
    Place place;
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
                moves.push_back({"offset",
                                 "the image is shifted by " + std::to_string(-ds) +
                                     " pixel(s) along slow and " + std::to_string(-df) +
                                     " along fast",
                                 [ds, df](int s, int f) {
                                     return std::pair{s + ds, f + df};
                                 }});
            }
        }
    }
    const int last_s = reference.slow - 1;
    const int last_f = reference.fast - 1;
    moves.push_back({"sign", "the fast axis runs the other way", [last_f](int s, int f) {
                         return std::pair{s, last_f - f};
                     }});
    moves.push_back({"sign", "the slow axis runs the other way", [last_s](int s, int f) {
                         return std::pair{last_s - s, f};
                     }});
    moves.push_back({"sign", "both axes run the other way, a turn by 180 degrees",
                     [last_s, last_f](int s, int f) {
                         return std::pair{last_s - s, last_f - f};
                     }});
    if (reference.slow == reference.fast) {
        const int last = last_s;
        moves.push_back({"permutation", "fast and slow are exchanged", [](int s, int f) {
                             return std::pair{f, s};
                         }});
        moves.push_back({"permutation", "fast and slow are exchanged and both run the other way",
                         [last](int s, int f) {
                             return std::pair{last - f, last - s};
                         }});
        moves.push_back({"permutation", "the image is turned by 90 degrees, from slow towards fast",
                         [last](int s, int f) {
                             return std::pair{f, last - s};
                         }});
        moves.push_back({"permutation", "the image is turned by 90 degrees, from fast towards slow",
                         [last](int s, int f) {
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
    const std::string factor = general(ratio, digits);
    if (power != 0 && range.holds(std::pow(10.0, power))) {
        return ImageRelation{"unit", "the whole image is the reference times " + factor};
    }
    if (range.holds(-1)) {
        return ImageRelation{"sign", "the whole image has the opposite sign"};
    }
    const double larger = std::fabs(ratio) > 1 ? ratio : 1 / ratio;
    const bool whole = std::fabs(larger) > 1.5 &&
                       std::fabs(larger - std::round(larger)) <= 1e-5 * std::fabs(larger);
    return ImageRelation{whole ? "normalisation" : "scale",
                         "the whole image is the reference times " + factor};
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
    return ImageRelation{"offset", "the whole image is the reference plus " +
                                       general(range.middle(), digits)};
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
    std::string where;
    const auto add = [&where](std::size_t pixels, const char* sides) {
        if (pixels > 0) {
            where += (where.empty() ? "" : ", ") + std::to_string(pixels) + " pixel(s) " + sides;
        }
    };
    add(of_candidate, "of the candidate alone");
    add(of_reference, "of the reference alone");
    add(of_both, "on both sides, which proves nothing");
    if (where.empty()) {
        return std::nullopt;
    }
    return ImageRelation{"formula", "not a finite number: " + where};
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
    return ImageRelation{"sign",
                         "zero has the other sign in " + std::to_string(pixels) + " pixel(s)"};
}

/// The one relation, or all between which these images cannot tell.
ImageRelation any_of_these(const std::vector<ImageRelation>& all) {
    ImageRelation relation = all.front();
    for (std::size_t i = 1; i < all.size(); ++i) {
        relation.evidence += "; or " + all[i].evidence;
    }
    if (all.size() > 1) {
        relation.evidence += " (these images do not tell which)";
    }
    return relation;
}

} // namespace

ImageRelation relation_of(const ImageView& reference, const ImageView& candidate, double rtol) {
    const bool reference_constant = is_constant(reference);
    const bool candidate_constant = is_constant(candidate);
    if (reference.values.size() > 1 && (reference_constant || candidate_constant)) {
        const std::string which = reference_constant && candidate_constant ? "Both images are"
                                  : reference_constant ? "The reference image is"
                                                       : "The candidate image is";
        return {"formula",
                which + " constant (" +
                    general15((reference_constant ? reference : candidate).values.front()) +
                    " everywhere): nothing was rendered, or nothing can be told from it.",
                true};
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
            all.push_back({move.cause_class, move.evidence});
        }
    }
    if (!all.empty()) {
        return any_of_these(all);
    }
    return {"formula", "no relation of the whole images was recognised; trace the pixels below"};
}

} // namespace tapir::trace
