#pragma once

#include <array>
#include <numbers>

namespace tapir::trace {

/// A factor between two units that is no power of ten.
struct UnitFactor {
    double value;
    const char* name;
};

inline constexpr double half_turn_deg = 180;
inline constexpr std::array<UnitFactor, 4> unit_factors{
    {{std::numbers::pi / half_turn_deg, "pi/180 (degrees)"},
     {half_turn_deg / std::numbers::pi, "180/pi (degrees)"},
     {2 * std::numbers::pi, "2 pi"},
     {1 / (2 * std::numbers::pi), "1/(2 pi)"}}};

} // namespace tapir::trace
