#include "image/line_fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "image/pixel_pair.hpp"

namespace tapir::trace {

namespace {

/// Slopes from each of the points with the largest |x - median| to points all over.
double median_slope(std::span<const double> x, std::span<const double> y) {
    std::vector<double> sorted(x.begin(), x.end());
    const double middle = quantile(sorted, 0.5);
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t far = std::max<std::size_t>(4, x.size() / 10);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(far), order.end(),
                      [&](std::size_t one, std::size_t other) {
                          return std::fabs(x[one] - middle) > std::fabs(x[other] - middle);
                      });
    std::vector<double> slopes;
    constexpr std::size_t most = 20000;
    constexpr std::uint64_t scatter = 2654435761;
    for (std::size_t n = 0; n < most; ++n) {
        const std::size_t one = order[n % far];
        const std::size_t other = order[static_cast<std::size_t>(n * scatter % x.size())];
        if (x[one] != x[other]) {
            slopes.push_back((y[one] - y[other]) / (x[one] - x[other]));
        }
    }
    return slopes.empty() ? 1 : quantile(slopes, 0.5);
}

/// Distances of the points from a line.
std::vector<double> distances(std::span<const double> x, std::span<const double> y,
                              const LineFit& line) {
    std::vector<double> all(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        all[i] = std::fabs(y[i] - (line.slope * x[i] + line.intercept));
    }
    return all;
}

/// Least squares over the points that lie nearest to a line, all but one in ten of them.
LineFit refined(std::span<const double> x, std::span<const double> y, const LineFit& line) {
    const std::vector<double> far = distances(x, y, line);
    std::vector<double> sorted = far;
    constexpr double kept = 0.9;
    const double most = quantile(sorted, kept);
    double n = 0;
    double mean_x = 0;
    double mean_y = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (far[i] <= most) {
            n += 1;
            mean_x += x[i];
            mean_y += y[i];
        }
    }
    mean_x /= n;
    mean_y /= n;
    double xx = 0;
    double xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (far[i] <= most) {
            xx += (x[i] - mean_x) * (x[i] - mean_x);
            xy += (x[i] - mean_x) * (y[i] - mean_y);
        }
    }
    const double slope = xx > 0 ? xy / xx : line.slope;
    return {slope, mean_y - slope * mean_x};
}

} // namespace

LineFit robust_line(std::span<const double> x, std::span<const double> y) {
    constexpr std::size_t enough = 8;
    if (x.size() < enough) {
        return {};
    }
    LineFit line{median_slope(x, y), 0};
    std::vector<double> rest(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        rest[i] = y[i] - line.slope * x[i];
    }
    line.intercept = quantile(rest, 0.5);
    constexpr int rounds = 3;
    for (int round = 0; round < rounds; ++round) {
        line = refined(x, y, line);
    }
    return line;
}

} // namespace tapir::trace
