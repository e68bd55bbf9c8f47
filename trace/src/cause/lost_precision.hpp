#pragma once

#include <array>
#include <numbers>
#include <optional>

#include "cause/stage_match.hpp"
#include "stage/observation.hpp"

namespace tapir::trace {

/// Single precision, single-precision pi, or fewer digits.
/// @param single  the candidate computes in single precision anyway
[[nodiscard]] std::optional<StageMatch> lost_precision(const Observations& observations,
                                                       bool single);

/// Values of pi that programs have, relative to pi: of single precision, and with few digits.
inline constexpr std::array<double, 5> short_pi_excess{
    static_cast<double>(static_cast<float>(std::numbers::pi)) / std::numbers::pi - 1,
    3.14159274 / std::numbers::pi - 1, 3.14159 / std::numbers::pi - 1,
    3.1416 / std::numbers::pi - 1, 3.14 / std::numbers::pi - 1};
/// Such a value of pi, with the digits that tell them apart.
[[nodiscard]] ShownNumber short_pi(double excess);

} // namespace tapir::trace
