#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

/// Whether two texts write one number, in whatever way. What is beyond the range of a double, and
/// reads as infinity or zero, is only what it says.
[[nodiscard]] inline bool write_one_number(std::string_view one, double a, std::string_view other,
                                           double b) {
    const bool in_range =
        std::isfinite(a) &&
        (a != 0 || (significant_digits(one) == 0 && significant_digits(other) == 0));
    return one == other || (in_range && same_number(a, b));
}

/// What the user allows two values.
struct Allowance {
    double relative = 0, absolute = 0, ulp = 0; ///< 0: does not apply
    double noise = 0;                           ///< of the reference itself, absolute
};

/// Whether a tolerance reaches from one value to the other; `swamped`: only an absolute one that is
/// as large as both.
enum class Reach : std::uint8_t { none, within, swamped };

[[nodiscard]] inline Reach reach(const Allowance& allowed, double a, double b) {
    if (!std::isfinite(a) || !std::isfinite(b) || (a == 0 && b == 0)) {
        return Reach::none; // no tolerance reaches infinity, or another sign of zero
    }
    const double size = std::max(std::fabs(a), std::fabs(b));
    const double difference = std::fabs(a - b);
    if (difference <= std::max(allowed.relative * size, allowed.noise) ||
        (allowed.ulp > 0 && ulp_distance(a, b) <= allowed.ulp)) {
        return Reach::within;
    }
    return !(difference <= allowed.absolute) ? Reach::none
           : allowed.absolute < size         ? Reach::within
                                             : Reach::swamped;
}

} // namespace tapir::trace
