#include "cause/lost_precision.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "cause/relations.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

ShownNumber short_pi(double excess) {
    constexpr int digits = 9;
    return {std::numbers::pi * (1 + excess), digits};
}

namespace {

/// Values of a fixed number of decimals, the nearest or those towards zero.
std::optional<StageMatch> rounded_decimals(const Observations& all) {
    constexpr int most = 6;
    for (int decimals = 0; decimals <= most; ++decimals) {
        const double quantum = std::pow(10.0, -decimals);
        for (double (*round)(double) :
             {+[](double x) { return std::round(x); }, +[](double x) { return std::trunc(x); }}) {
            // a number of few digits is a round one, near to many
            constexpr double telling = 100;
            const bool fits = std::all_of(all.begin(), all.end(), [&](const Observation& here) {
                const double kept = round(here.expected / quantum) * quantum;
                constexpr double by_chance = 1e-3; // of the quantum
                const double near = std::fmin(here.allowed, by_chance * quantum);
                return std::fabs(here.value - kept) <= near && std::fabs(kept) >= telling * quantum;
            });
            if (fits) {
                return StageMatch::of_odd_side(CauseClass::precision, Rule::rounded_to_decimals,
                                               {Count{decimals}});
            }
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<StageMatch> lost_precision(const Observations& observations, bool single) {
    const Observations all = departing(observations);
    const auto every = [&all](const auto& rounded) {
        return std::all_of(all.begin(), all.end(), [&rounded](const Observation& here) {
            const double value = rounded(here.expected);
            return here.fits(value) && std::fabs(value - here.expected) > here.allowed;
        });
    };
    if (!single && every([](double x) { return static_cast<double>(static_cast<float>(x)); })) {
        return StageMatch::of_odd_side(CauseClass::precision, Rule::rounded_to_single);
    }
    const std::optional<Range> ratio = common_ratio(observations);
    constexpr double one_percent = 0.01;
    for (const double excess : short_pi_excess) {
        if (ratio && ratio->half_width() < one_percent * std::fabs(excess) &&
            (ratio->holds(1 + excess) || ratio->holds(1 / (1 + excess)))) {
            return StageMatch::of_odd_side(CauseClass::precision, Rule::short_pi,
                                           {short_pi(excess)});
        }
    }
    constexpr int fewest = 3;
    constexpr int most = 7;
    for (int digits = fewest; digits <= most; ++digits) {
        const auto rounded = [digits](double x) { return *parse_number(general(x, digits)); };
        const bool exact = std::all_of(all.begin(), all.end(), [&](const Observation& here) {
            constexpr double by_chance = 0.05;
            const double kept = rounded(here.expected);
            const double quantum =
                std::pow(10.0, std::floor(std::log10(std::fabs(here.expected))) - digits + 1);
            return std::fabs(here.value - kept) <= by_chance * quantum / 2;
        });
        if (exact && every(rounded)) {
            return StageMatch::of_odd_side(CauseClass::precision, Rule::rounded_to_digits,
                                           {Count{digits}});
        }
    }
    return rounded_decimals(all);
}

} // namespace tapir::trace
