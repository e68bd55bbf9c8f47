#pragma once

#include <string>
#include <vector>

#include "tapir/trace/image/image_view.hpp"
#include "tapir/trace/record/pixel.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

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
/// What is wrong with the image as a whole is named where every pixel agrees after it, and where it
/// explains nearly all that departs: factors, differences, functions, clips and cuts to whole
/// numbers, shifts, exchanges, reversals and turns, another row length or byte order, and regular
/// sets of pixels that alone depart. How much it explains stands in the evidence. Where these
/// images cannot tell two apart, both are named.
/// @throws InternalError  a green verdict whose planted corruptions were not all caught
[[nodiscard]] ImageComparison compare_images(const ImageView& reference, const ImageView& candidate,
                                             double rtol);

} // namespace tapir::trace
