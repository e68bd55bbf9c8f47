#include "text/ticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tapir::reports {

namespace {

double round_step(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    constexpr double slack = 1 + 1e-9;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power * slack >= least) {
            return factor * power;
        }
    }
    return 10 * power;
}

std::string label_of(double value, double step, double largest) {
    if (value == 0) {
        return "0";
    }
    constexpr double plain_above = 1e-4;
    constexpr double plain_below = 1e6;
    constexpr double slack = 1e-9;
    const int digits_of_step = static_cast<int>(std::floor(std::log10(step) + slack));
    if (largest >= plain_above && largest < plain_below) {
        return fmt::format("{:.{}f}", value, std::max(0, -digits_of_step));
    }
    const int digits = static_cast<int>(std::floor(std::log10(std::fabs(value)) + slack));
    return fmt::format("{:.{}e}", value, std::max(0, digits - digits_of_step));
}

} // namespace

Ticks ticks_between(double low, double high, int about, bool whole) {
    double step = round_step((high - low) / about);
    if (whole) {
        step = std::max(1.0, step);
    }
    Ticks ticks;
    const double largest = std::max(std::fabs(low), std::fabs(high));
    constexpr double slack = 1e-9;
    for (double i = std::ceil(low / step - slack); i * step <= high + slack * step; ++i) {
        const double value = i == 0 ? 0 : i * step;
        ticks.at.push_back(value);
        ticks.label.push_back(label_of(value, step, largest));
        constexpr std::size_t enough = 100; // a step that rounding eats never ends
        if (ticks.at.size() >= enough) {
            break;
        }
    }
    return ticks;
}

} // namespace tapir::reports
