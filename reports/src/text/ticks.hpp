#pragma once

#include <string>
#include <vector>

namespace tapir::reports {

/// Where an axis is labelled: at multiples of 1, 2 or 5 times a power of ten.
struct Ticks {
    std::vector<double> at;
    std::vector<std::string> label; ///< with as many digits as tell neighbours apart
};

/// @param low, high  finite, low < high
/// @param about   how many ticks are wanted
/// @param whole   only whole numbers
[[nodiscard]] Ticks ticks_between(double low, double high, int about, bool whole = false);

} // namespace tapir::reports
