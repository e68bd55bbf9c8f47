#pragma once

#include <span>
#include <string>
#include <vector>

#include "tapir/trace/comparison.hpp"

namespace tapir::trace {

/// Pixel values of an image, [slow][fast]; does not own them.
struct ImageView {
    std::span<const double> values;
    int slow = 0, fast = 0;

    [[nodiscard]] double at(int s, int f) const {
        return values[static_cast<std::size_t>(s) * static_cast<std::size_t>(fast) +
                      static_cast<std::size_t>(f)];
    }
};

/// A pixel worth tracing, and why.
struct TellingPixel {
    Pixel pixel;
    std::string why;
    double reference = 0, candidate = 0;
};

/// Two images of the same experiment.
struct ImageComparison {
    Comparison
        verdict; ///< its first root is the worst pixel; class and evidence of the whole image
    std::vector<TellingPixel> telling; ///< best first, each once
    double sum_reference = 0, sum_candidate = 0;
    double largest_relative = 0; ///< |a - b| / max(|a|, |b|) of any pixel
};

/// Compares pixel by pixel: no mean, correlation or sum can hide a wrong one.
///
/// A pixel agrees within rtol of the larger value; NaN, infinities and zeros of two signs never do.
/// What is wrong with the image as a whole is recognised where it is one factor or difference, a
/// shift by one pixel, an exchange or reversal of axes, a turn, or a constant: where every pixel
/// agrees after it and several do not before. Where these images cannot tell two apart, both are
/// named.
/// @throws InternalError  a green verdict whose planted corruptions were not all caught
[[nodiscard]] ImageComparison compare_images(const ImageView& reference, const ImageView& candidate,
                                             double rtol);

} // namespace tapir::trace
