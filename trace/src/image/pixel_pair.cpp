#include "image/pixel_pair.hpp"

#include <algorithm>
#include <cmath>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

/// Median relative difference of what is foretold, of the pixels that are not 0 on both sides.
double noise_of(const PixelPair& pair, std::span<const double> foretold) {
    std::vector<double> differences;
    for (const std::size_t i : sampled_pixels(foretold, pair.after)) {
        if (foretold[i] != 0 || pair.after[i] != 0) {
            differences.push_back(relative_difference(foretold[i], pair.after[i]));
        }
    }
    return quantile(differences, 0.5);
}

} // namespace

double least_difference(double rtol) {
    constexpr double single_precision = 0x1p-22; // two units in the last place of a float image
    return std::max(rtol, single_precision);
}

double signed_root(double value) {
    return std::copysign(std::sqrt(std::fabs(value)), value);
}

double quantile(std::vector<double>& values, double part) {
    if (values.empty()) {
        return 0;
    }
    const auto place =
        values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

std::vector<std::size_t> sampled_pixels(std::span<const double> before,
                                        std::span<const double> after) {
    constexpr std::size_t most = 20000;
    constexpr std::uint64_t scatter = 2654435761; // a prime near 2^32 / golden ratio
    std::vector<std::size_t> pixels;
    const std::size_t size = after.size();
    for (std::size_t n = 0; n < std::min(most, size); ++n) {
        const std::size_t i = size <= most ? n : static_cast<std::size_t>(n * scatter % size);
        if (std::isfinite(before[i]) && std::isfinite(after[i])) {
            pixels.push_back(i);
        }
    }
    return pixels;
}

ImageFit fit_of(const PixelPair& pair, const ImageHypothesis& hypothesis) {
    // a number that was fitted comes near to many things, so it has to come nearer
    const double leaves = hypothesis.has_free_number ? 0.05 : 0.1;
    constexpr double beyond_noise = 10;
    ImageFit fit;
    fit.noise = noise_of(pair, hypothesis.foretold);
    const double least = least_difference(pair.rtol);
    const double visible = std::max(least, beyond_noise * fit.noise);
    double before = 0;
    double after = 0;
    double all = 0;
    for (std::size_t i = 0; i < pair.size(); ++i) {
        const double was = pair.before[i];
        const double is = pair.after[i];
        const double foretold = hypothesis.foretold[i];
        if (!std::isfinite(was) || !std::isfinite(is) || !std::isfinite(foretold)) {
            continue;
        }
        ++fit.covered;
        const double root = signed_root(is);
        const double departure = std::fabs(signed_root(was) - root);
        const double rest = std::fabs(signed_root(foretold) - root);
        before += departure * departure;
        after += rest * rest;
        all += root * root;
        if (relative_difference(was, is) > visible) {
            ++fit.departing;
            fit.explained +=
                rest <= leaves * departure || relative_difference(foretold, is) <= least ? 1U : 0U;
        }
    }
    fit.before = all > 0 ? std::sqrt(before / all) : 0;
    fit.after = all > 0 ? std::sqrt(after / all) : 0;
    return fit;
}

bool ImageFit::is_complete() const {
    constexpr double share = 0.95;
    constexpr double of_residual = 0.2; // 96 % of its square
    constexpr double most_noise = 0.02;
    constexpr std::size_t least_pixels = 3;
    return departing >= least_pixels && noise <= most_noise && after <= of_residual * before &&
           static_cast<double>(explained) >= share * static_cast<double>(departing);
}

} // namespace tapir::trace
