#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "tapir/trace/record/cause_class.hpp"
#include "tapir/trace/stage/finding.hpp"

namespace tapir::trace {

/// Two images in file order, [slow][fast]. What is not known of the first is NaN.
struct PixelPair {
    std::span<const double> before; ///< the reference, or what an earlier relation makes of it
    std::span<const double> after;  ///< the candidate
    int slow = 0, fast = 0;
    double rtol = 0;

    [[nodiscard]] std::size_t size() const { return after.size(); }
};

/// What may have happened to a whole image, and the image that it leads to.
struct ImageHypothesis {
    CauseClass cause_class = CauseClass::formula;
    Evidence evidence;
    std::vector<double> foretold; ///< in the candidate's order; NaN where it says nothing
    bool has_free_number = false; ///< a number in it was fitted to these images
};
using Consider = std::function<void(ImageHypothesis&&)>;

/// How well a hypothesis tells the candidate. Residuals are |sqrt a - sqrt b| / |sqrt b|, over the
/// pixels of which it says something; a root keeps its value's sign.
struct ImageFit {
    std::size_t covered = 0;   ///< pixels of which it says something
    std::size_t departing = 0; ///< of these, the ones that depart by more than the noise it leaves
    std::size_t explained = 0; ///< of these, the ones that it explains
    double before = 0, after = 0; ///< residual without and with it
    double noise = 0;             ///< median relative difference that it leaves

    /// Whether it explains nearly all that departs.
    [[nodiscard]] bool is_complete() const;
};

/// The least difference of two pixels that has to be explained, relative to the larger.
[[nodiscard]] double least_difference(double rtol);

[[nodiscard]] ImageFit fit_of(const PixelPair& pair, const ImageHypothesis& hypothesis);

/// Some thousand pixels, spread over the image, of which both sides are finite; always the same.
[[nodiscard]] std::vector<std::size_t> sampled_pixels(std::span<const double> before,
                                                      std::span<const double> after);

/// A quantile; reorders the values. 0 where there is none.
[[nodiscard]] double quantile(std::vector<double>& values, double part);

/// The square root, with the sign of its value.
[[nodiscard]] double signed_root(double value);

} // namespace tapir::trace
