#include "tapir/trace/image/image_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "image/image_relation.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "verdict/preflight.hpp"

namespace tapir::trace {

namespace {

bool agrees(double a, double b, double rtol) {
    const bool zeros_of_two_signs = a == 0 && b == 0 && std::signbit(a) != std::signbit(b);
    return std::isfinite(a) && std::isfinite(b) && !zeros_of_two_signs &&
           relative_difference(a, b) <= rtol;
}

std::string size_text(const ImageView& image) {
    return std::to_string(image.slow) + " x " + std::to_string(image.fast);
}

/// Whether images of exchanged sizes hold the same pixels with the axes exchanged.
bool axes_exchanged(const ImageView& reference, const ImageView& candidate, double rtol) {
    if (reference.slow != candidate.fast || reference.fast != candidate.slow) {
        return false;
    }
    for (int s = 0; s < candidate.slow; ++s) {
        for (int f = 0; f < candidate.fast; ++f) {
            if (!agrees(reference.at(f, s), candidate.at(s, f), rtol)) {
                return false;
            }
        }
    }
    return true;
}

/// What is said of images of which one has fewer rows or columns, where the rest agrees.
std::string common_part(const ImageView& reference, const ImageView& candidate, double rtol) {
    const int slow = std::min(reference.slow, candidate.slow);
    const int fast = std::min(reference.fast, candidate.fast);
    for (int s = 0; s < slow; ++s) {
        for (int f = 0; f < fast; ++f) {
            if (!agrees(reference.at(s, f), candidate.at(s, f), rtol)) {
                return "";
            }
        }
    }
    const auto lacking = [](int more, int fewer, const char* what) {
        return more == fewer ? "" : " The last " + std::to_string(more - fewer) + what;
    };
    return lacking(std::max(reference.slow, candidate.slow), slow,
                   " row(s) of the larger are missing.") +
           lacking(std::max(reference.fast, candidate.fast), fast,
                   " column(s) of the larger are missing.") +
           " All " + std::to_string(slow) + " x " + std::to_string(fast) +
           " pixels that both have agree.";
}

/// The departing pixel for which `score` is largest.
template <class Score>
std::optional<Pixel> best(const ImageView& reference, const ImageView& candidate, double rtol,
                          const Score& score) {
    std::optional<Pixel> found;
    double highest = 0;
    for (int s = 0; s < reference.slow; ++s) {
        for (int f = 0; f < reference.fast; ++f) {
            const double a = reference.at(s, f);
            const double b = candidate.at(s, f);
            if (agrees(a, b, rtol)) {
                continue;
            }
            const double here = score(a, b, s, f);
            if (here > 0 && (!found || here > highest)) {
                found = Pixel{s, f};
                highest = here;
            }
        }
    }
    return found;
}

double largest_value(const ImageView& image) {
    double largest = 0;
    for (const double value : image.values) {
        largest = std::isfinite(value) ? std::max(largest, std::fabs(value)) : largest;
    }
    return largest;
}

/// How steep the image is at a pixel, relative to its value.
double steepness(const ImageView& image, int s, int f) {
    if (s < 1 || f < 1 || s + 1 >= image.slow || f + 1 >= image.fast) {
        return 0;
    }
    const double value = std::fabs(image.at(s, f));
    const double slope = std::hypot(image.at(s + 1, f) - image.at(s - 1, f),
                                    image.at(s, f + 1) - image.at(s, f - 1));
    return value > 0 && std::isfinite(slope) ? slope / value : 0;
}

std::vector<TellingPixel> telling_pixels(const ImageView& reference, const ImageView& candidate,
                                         double rtol) {
    constexpr double visible = 1e-6;
    constexpr double flank = 1e-2;
    const double scale = std::max(largest_value(reference), largest_value(candidate));
    std::vector<TellingPixel> telling;
    const auto add = [&](const std::optional<Pixel>& pixel, const char* why) {
        const bool known =
            !pixel || std::any_of(telling.begin(), telling.end(),
                                  [&](const TellingPixel& other) { return other.pixel == *pixel; });
        if (!known) {
            telling.push_back({*pixel, why, reference.at(pixel->slow, pixel->fast),
                               candidate.at(pixel->slow, pixel->fast)});
        }
    };
    add(best(reference, candidate, rtol,
             [](double a, double b, int, int) {
                 return std::isfinite(a) && std::isfinite(b) ? 0.0 : 1.0;
             }),
        "no number");
    add(best(reference, candidate, rtol,
             [&](double a, double b, int, int) {
                 return std::max(std::fabs(a), std::fabs(b)) > visible * scale
                            ? relative_difference(a, b)
                            : 0;
             }),
        "worst relative difference");
    add(best(reference, candidate, rtol,
             [](double a, double b, int, int) { return std::fabs(a - b); }),
        "largest share of the sum's error");
    add(best(reference, candidate, rtol,
             [&](double a, double, int s, int f) {
                 return std::fabs(a) > flank * scale ? steepness(reference, s, f) : 0;
             }),
        "on the flank of a peak");
    add(best(reference, candidate, rtol,
             [](double a, double, int, int) { return a > 0 ? 1 / a : 0; }),
        "faintest that departs");
    add(best(reference, candidate, rtol,
             [&](double, double, int s, int f) {
                 return 1.0 / (1.0 + static_cast<double>(s) * reference.fast + f);
             }),
        "first that departs");
    return telling;
}

void count(const ImageView& reference, const ImageView& candidate, double rtol,
           ImageComparison& result) {
    Comparison& verdict = result.verdict;
    for (std::size_t i = 0; i < reference.values.size(); ++i) {
        const double a = reference.values[i];
        const double b = candidate.values[i];
        result.sum_reference += a;
        result.sum_candidate += b;
        ++verdict.compared;
        if (agrees(a, b, 0)) {
            ++verdict.identical;
        } else if (agrees(a, b, rtol)) {
            ++verdict.within_tolerance;
        } else {
            ++verdict.departing;
        }
        const double relative = relative_difference(a, b);
        result.largest_relative =
            relative > result.largest_relative ? relative : result.largest_relative;
    }
}

RootCause root_of(const TellingPixel& worst, const ImageRelation& relation) {
    RootCause root;
    root.key = root.tap = "image";
    root.site = Site(worst.pixel);
    root.reference = general15(worst.reference);
    root.candidate = general15(worst.candidate);
    root.relative = relative_difference(worst.reference, worst.candidate);
    root.ulp = ulp_distance(worst.reference, worst.candidate);
    root.cause_class = relation.cause_class;
    root.evidence = relation.evidence;
    return root;
}

/// What the sums say, which is never a verdict; nothing where they cancel or are no number.
std::string sums_text(const ImageView& reference, const ImageComparison& images,
                      const ImageRelation& relation) {
    double size = 0;
    for (const double value : reference.values) {
        size += std::fabs(value);
    }
    constexpr double cancels = 1e-9;
    const double ratio = images.sum_candidate / images.sum_reference;
    if (!std::isfinite(ratio) || !(std::fabs(images.sum_reference) > cancels * size)) {
        return ".";
    }
    constexpr int digits = 9;
    if (holds_rule(relation.evidence, Rule::image_times_constant)) {
        return "; the sums have the ratio " + general(ratio, digits) + ".";
    }
    return "; the ratio of the sums, " + general(ratio, digits) + ", says nothing about that.";
}

/// Changes single pixels of a copy; each must be seen.
void plant(const ImageView& reference, const ImageView& candidate, double rtol,
           Comparison& verdict) {
    std::vector<double> changed(candidate.values.begin(), candidate.values.end());
    const std::size_t count = changed.size();
    for (const std::size_t place : {std::size_t{0}, count / 2, count - 1}) {
        const double sound = changed[place];
        constexpr double beyond = 1.5;
        changed[place] = sound * (1 + beyond * rtol) + (sound == 0 ? 1 : 0);
        ++verdict.planted;
        const double a = reference.values[place];
        // a pixel that lies at the edge of the tolerance may be moved into it: go the other way
        if (agrees(a, changed[place], rtol)) {
            changed[place] = a * (1 + 2 * beyond * rtol) + (a == 0 ? 1 : 0);
        }
        ImageComparison again;
        ::tapir::trace::count(reference, {changed, candidate.slow, candidate.fast}, rtol, again);
        verdict.caught += again.verdict.departing == 1 ? 1 : 0;
        changed[place] = sound;
    }
    if (verdict.caught != verdict.planted) {
        throw InternalError("the image comparator missed a corruption it planted itself; its green "
                            "verdict is withdrawn");
    }
}

} // namespace

ImageComparison compare_images(const ImageView& reference, const ImageView& candidate,
                               double rtol) {
    ImageComparison result;
    if (reference.values.empty() || candidate.values.empty()) {
        result.verdict =
            refuse(VerdictReason::empty, "An image without a pixel compares with nothing.");
        return result;
    }
    if (reference.slow != candidate.slow || reference.fast != candidate.fast) {
        result.verdict =
            refuse(VerdictReason::other_size, "The images are of different size (slow x fast): the "
                                              "reference " +
                                                  size_text(reference) + ", the candidate " +
                                                  size_text(candidate) + " pixels." +
                                                  (axes_exchanged(reference, candidate, rtol)
                                                       ? " They are the same pixels with fast and "
                                                         "slow exchanged."
                                                       : common_part(reference, candidate, rtol)));
        return result;
    }
    count(reference, candidate, rtol, result);
    Comparison& verdict = result.verdict;
    verdict.tolerance_text =
        rtol > 0 ? "relative " + shortest(rtol) + " of the larger value, pixel by pixel"
                 : "the same value, pixel by pixel";
    const std::string nothing_in_it = constant_images(reference, candidate);
    if (!nothing_in_it.empty()) {
        verdict.reason = VerdictReason::constant_image;
        verdict.sentence = nothing_in_it;
        verdict.verdict = Verdict::not_comparable;
        return result;
    }
    if (verdict.departing == 0) {
        verdict.verdict = Verdict::parity;
        verdict.sentence = "All " + std::to_string(verdict.compared) + " pixels agree (" +
                           std::to_string(verdict.identical) + " identical).";
        plant(reference, candidate, rtol, verdict);
        return result;
    }
    result.telling = telling_pixels(reference, candidate, rtol);
    const ImageRelation relation = relation_of(reference, candidate, rtol);
    verdict.verdict = Verdict::divergence;
    verdict.reason = VerdictReason::values_depart;
    verdict.sentence = std::to_string(verdict.departing) + " of " +
                       std::to_string(verdict.compared) + " pixels depart" +
                       sums_text(reference, result, relation);
    verdict.roots.push_back(root_of(result.telling.front(), relation));
    verdict.roots.front().explains = verdict.departing - 1;
    for (const TellingPixel& pixel : result.telling) {
        verdict.notes.emplace_back("pixel " + std::to_string(pixel.pixel.slow) + " " +
                                   std::to_string(pixel.pixel.fast) + " (slow fast): " + pixel.why +
                                   ", " + general(pixel.reference, 9) + " against " +
                                   general(pixel.candidate, 9));
    }
    return result;
}

} // namespace tapir::trace
