#pragma once

#include <cstdint>
#include <string>

namespace tapir::trace {

/// How well a tap's values could be compared: the smallest fault that shows, relative, where its
/// stage is conditioned best and worst.
struct Sharpness {
    std::string tap;
    double sharpest = 0, bluntest = 0;
    double bluntest_absolute = 0; ///< the same change where it is bluntest [unit of the tap]
};

/// The errors that both sides make in a stage itself, on their own inputs, candidate less reference
/// and relative to the value, over all records of a tap.
struct SignedErrors {
    std::string tap;
    std::uint64_t records = 0, positive = 0, negative = 0;
    double sum = 0, sum_of_squares = 0;

    [[nodiscard]] double mean() const { return sum / static_cast<double>(records); }
    /// Errors of one sign, more than chance gives: a bias, however small.
    [[nodiscard]] bool one_sided() const;
};

} // namespace tapir::trace
