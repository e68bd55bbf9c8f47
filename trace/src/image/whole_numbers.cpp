#include "image/whole_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "image/line_fit.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// A way to make whole numbers, and of a line before it.
struct Making {
    Rounding rounding = Rounding::truncation;
    LineFit line;
    std::size_t misses = 0; ///< pixels of the sample that it does not give
};

double made_whole(Rounding rounding, double value) {
    switch (rounding) {
    case Rounding::floor:
        return std::floor(value);
    case Rounding::ceiling:
        return std::ceil(value);
    case Rounding::nearest_half_up:
        return std::floor(value + 0.5);
    default:
        return std::trunc(value);
    }
}

Making tried(const PixelPair& pair, const std::vector<std::size_t>& sample, Rounding rounding,
             const LineFit& line) {
    Making making{rounding, line};
    for (const std::size_t i : sample) {
        const double value = line.slope * pair.before[i] + line.intercept;
        making.misses += made_whole(rounding, value) != pair.after[i] ? 1U : 0U;
    }
    return making;
}

constexpr Rounding roundings[]{Rounding::truncation, Rounding::nearest_half_up, Rounding::floor,
                               Rounding::ceiling};

/// The best of the roundings on one line; of equal ones the first.
Making best_on(const PixelPair& pair, const std::vector<std::size_t>& sample, const LineFit& line) {
    Making best = tried(pair, sample, roundings[0], line);
    for (const Rounding rounding : roundings) {
        const Making making = tried(pair, sample, rounding, line);
        best = making.misses < best.misses ? making : best;
    }
    return best;
}

/// A number with fewer digits: the shortest that lies near.
double shortened(double value, double near) {
    for (int digits = 1; digits < 15; ++digits) {
        const double shorter = std::stod(general(value, digits));
        if (std::fabs(shorter - value) <= near) {
            return shorter;
        }
    }
    return value;
}

/// The line through whole numbers, and what is below the last digit of each. A cut takes half a
/// unit away on the average, so the offset before it is half a unit more than the fitted one.
Making best_on_fitted_line(const PixelPair& pair, const std::vector<std::size_t>& sample) {
    std::vector<double> x;
    std::vector<double> y;
    double largest = 1;
    for (const std::size_t i : sample) {
        x.push_back(pair.before[i]);
        y.push_back(pair.after[i]);
        largest = std::max(largest, std::fabs(pair.before[i]));
    }
    const LineFit fitted = robust_line(x, y);
    Making best = tried(pair, sample, Rounding::truncation, fitted);
    for (const double more : {0.5, 0.0}) {
        const double intercept = std::round((fitted.intercept + more) * 2) / 2;
        for (const double slope : {shortened(fitted.slope, 0.2 / largest),
                                   shortened(fitted.slope, 1 / largest), fitted.slope}) {
            for (const Rounding rounding : {Rounding::truncation, Rounding::nearest_half_up}) {
                const Making making = tried(pair, sample, rounding, {slope, intercept});
                const bool whole = intercept == std::round(intercept);
                const bool better = making.misses < best.misses;
                best = better || (whole && making.misses == best.misses) ? making : best;
            }
        }
    }
    return best;
}

bool is_whole(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double value) {
        return !std::isfinite(value) || value == std::round(value);
    });
}

bool is_nearly_all(const Making& making, const std::vector<std::size_t>& sample) {
    constexpr std::size_t one_in = 50;
    return making.misses <= sample.size() / one_in;
}

} // namespace

void consider_whole_numbers(const PixelPair& pair, const Consider& consider) {
    const std::vector<std::size_t> sample = sampled_pixels(pair.before, pair.after);
    if (sample.empty() || !is_whole(pair.after) || is_whole(pair.before)) {
        return;
    }
    Making best = best_on(pair, sample, {});
    const bool plain = is_nearly_all(best, sample);
    best = plain ? best : best_on_fitted_line(pair, sample);
    if (!is_nearly_all(best, sample)) {
        return;
    }
    std::vector<double> foretold(pair.size());
    for (std::size_t i = 0; i < pair.size(); ++i) {
        foretold[i] =
            made_whole(best.rounding, best.line.slope * pair.before[i] + best.line.intercept);
    }
    Finding finding{Rule::image_whole_numbers, {}, {best.rounding}};
    if (!plain) {
        constexpr int digits = 9;
        finding.terms.emplace_back(ShownNumber{best.line.slope, digits});
        finding.terms.emplace_back(ShownNumber{best.line.intercept, digits});
    }
    consider({CauseClass::precision, {std::move(finding)}, std::move(foretold), false});
}

} // namespace tapir::trace
