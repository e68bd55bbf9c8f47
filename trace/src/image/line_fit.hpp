#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tapir::trace {

/// y = slope x + intercept.
struct LineFit {
    double slope = 1, intercept = 0;
};

/// The line through most of the points, whatever the others do: the median of the slopes between
/// the points with large x and all others, then least squares over what lies near that line.
/// @param x, y  as many of each; at least 8, else the identity
[[nodiscard]] LineFit robust_line(std::span<const double> x, std::span<const double> y);

} // namespace tapir::trace
