#include "image_relation.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "observation.hpp"
#include "tapir/trace/number_text.hpp"

namespace tapir::trace {

namespace {

constexpr double single_precision = 0x1p-22; ///< two units in the last place of a float image

bool near(double a, double b, double rtol) {
    return std::fabs(a - b) <=
           std::max(rtol, single_precision) * std::max(std::fabs(a), std::fabs(b));
}

bool is_constant(const ImageView& image) {
    return std::all_of(image.values.begin(), image.values.end(),
                       [&image](double value) { return value == image.values.front(); });
}

/// Share of pixels at which a pixel of the candidate is what `place` gives of the reference.
template <class Place>
double share(const ImageView& reference, const ImageView& candidate, double rtol,
             const Place& place) {
    std::size_t compared = 0;
    std::size_t same = 0;
    for (int s = 0; s < candidate.slow; ++s) {
        for (int f = 0; f < candidate.fast; ++f) {
            const auto [from_s, from_f] = place(s, f);
            if (from_s < 0 || from_f < 0 || from_s >= reference.slow || from_f >= reference.fast) {
                continue;
            }
            ++compared;
            same += near(reference.at(from_s, from_f), candidate.at(s, f), rtol) ? 1U : 0U;
        }
    }
    return compared > 0 ? static_cast<double>(same) / static_cast<double>(compared) : 0;
}

constexpr double nearly_all = 0.999;

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
        if (a == 0 || !std::isfinite(a) || !std::isfinite(b)) {
            return std::nullopt;
        }
        const double ratio = b / a;
        range.narrow(ratio, std::max(rtol, single_precision) * std::fabs(ratio));
        ++pixels;
    }
    constexpr std::size_t enough = 2;
    if (!range.any() || pixels < enough) {
        return std::nullopt;
    }
    const double ratio = range.middle();
    const double power = std::round(std::log10(std::fabs(ratio)));
    constexpr int digits = 9;
    const std::string factor = general(ratio, digits);
    if (power != 0 && range.holds(std::pow(10.0, power))) {
        return ImageRelation{"unit", "the whole image is the reference times " + factor};
    }
    const double larger = std::fabs(ratio) > 1 ? ratio : 1 / ratio;
    const bool whole = std::fabs(larger) > 1.5 &&
                       std::fabs(larger - std::round(larger)) <= 1e-5 * std::fabs(larger);
    return ImageRelation{whole ? "normalisation" : "scale",
                         "the whole image is the reference times " + factor};
}

std::optional<ImageRelation> moved(const ImageView& reference, const ImageView& candidate,
                                   double rtol) {
    for (const int ds : {0, -1, 1}) {
        for (const int df : {0, -1, 1}) {
            if (ds == 0 && df == 0) {
                continue;
            }
            const double same = share(reference, candidate, rtol, [ds, df](int s, int f) {
                return std::pair{s + ds, f + df};
            });
            if (same >= nearly_all) {
                return ImageRelation{"offset", "the image is shifted by " + std::to_string(-ds) +
                                                   " pixel(s) along slow and " +
                                                   std::to_string(-df) + " along fast"};
            }
        }
    }
    return std::nullopt;
}

std::optional<ImageRelation> turned_over(const ImageView& reference, const ImageView& candidate,
                                         double rtol) {
    const int last_s = reference.slow - 1;
    const int last_f = reference.fast - 1;
    if (share(reference, candidate, rtol,
              [](int s, int f) {
                  return std::pair{f, s};
              }) >= nearly_all &&
        reference.slow == reference.fast) {
        return ImageRelation{"permutation", "fast and slow are exchanged"};
    }
    if (share(reference, candidate, rtol, [last_f](int s, int f) {
            return std::pair{s, last_f - f};
        }) >= nearly_all) {
        return ImageRelation{"sign", "the fast axis runs the other way"};
    }
    if (share(reference, candidate, rtol, [last_s](int s, int f) {
            return std::pair{last_s - s, f};
        }) >= nearly_all) {
        return ImageRelation{"sign", "the slow axis runs the other way"};
    }
    return std::nullopt;
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
    for (const auto& find : {common_factor, moved, turned_over}) {
        if (auto found = find(reference, candidate, rtol)) {
            return *found;
        }
    }
    return {"formula", "no relation of the whole images was recognised; trace the pixels below"};
}

} // namespace tapir::trace
