#include "cause/round_number.hpp"

#include <algorithm>
#include <cmath>

namespace tapir::trace {

double round_number_in(const Range& range, int most_digits, int trials) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const double middle = range.middle();
    if (middle == 0 || !std::isfinite(middle)) {
        return none;
    }
    constexpr double by_chance_one_digit = 0.05;
    // just below a power of ten it is that power which it is near to
    const double decade = std::fabs(middle) * (1 + by_chance_one_digit / 2);
    double unit = std::pow(10.0, std::floor(std::log10(decade)));
    constexpr double by_chance_more = 2e-3;
    constexpr double told_apart_by = 0.25; // of the distance of two round numbers
    for (int digits = 1; digits <= most_digits; ++digits, unit /= 10) {
        const double rounded = std::round(middle / unit) * unit;
        // so near, or as near as the range lets one see, comes any number by chance
        const double distance = std::fabs(middle - rounded);
        const double chance = 2 * distance / unit;
        const bool told_apart = range.half_width() <= told_apart_by * unit;
        const double most = digits == 1 ? by_chance_one_digit : by_chance_more;
        if (told_apart && range.holds(rounded) && chance * trials <= most) {
            return rounded;
        }
    }
    return none;
}

double round_excess_in(const Range& excess, int most_digits, int trials) {
    // a large excess of several digits is the ratio of two round numbers as likely
    constexpr double small = 0.1;
    const double size = std::fabs(excess.middle());
    const double round = round_number_in(excess, size < small ? most_digits : 1, trials);
    return std::fabs(round) < 1 ? round : std::numeric_limits<double>::quiet_NaN();
}

} // namespace tapir::trace
