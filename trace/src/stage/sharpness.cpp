#include "tapir/trace/stage/sharpness.hpp"

#include <algorithm>
#include <cmath>

namespace tapir::trace {

bool SignedErrors::one_sided() const {
    constexpr std::uint64_t enough = 16;
    constexpr double sigmas = 4;
    const auto more = static_cast<double>(std::max(positive, negative));
    const auto all = static_cast<double>(positive + negative);
    const double excess = (2 * more - all) / std::sqrt(std::max(1.0, all));
    return positive + negative >= enough && excess > sigmas &&
           std::fabs(sum) > sigmas * std::sqrt(sum_of_squares);
}

} // namespace tapir::trace
