#pragma once

#include "stage/observation.hpp"

namespace tapir::trace {

/// The number of fewest significant digits in a range, at most `most_digits`, when chance would
/// hardly put a round number so near to its middle. The more digits, the more round numbers there
/// are, and the nearer one must be.
/// @param trials  how many ranges are looked at until one is found
/// @return NaN when there is none
[[nodiscard]] double round_number_in(const Range& range, int most_digits, int trials = 1);
/// By which round number, below 1 in size, a factor differs from 1: of more than one digit only
/// where it is small. NaN when there is none: a factor near 0 says that something is missing.
[[nodiscard]] double round_excess_in(const Range& excess, int most_digits, int trials = 1);
/// More digits are no round number.
inline constexpr int several_digits = 5;

} // namespace tapir::trace
