#pragma once

#include <array>
#include <numbers>

#include "tapir/trace/stage/finding.hpp"

namespace tapir::trace {

/// A factor between two units that is no power of ten.
struct UnitFactor {
    double value;
    AngleUnit unit;
};

inline constexpr double half_turn_deg = 180;
inline constexpr std::array<UnitFactor, 4> unit_factors{
    {{std::numbers::pi / half_turn_deg, AngleUnit::degrees_to_radians},
     {half_turn_deg / std::numbers::pi, AngleUnit::radians_to_degrees},
     {2 * std::numbers::pi, AngleUnit::turns_to_radians},
     {1 / (2 * std::numbers::pi), AngleUnit::radians_to_turns}}};

} // namespace tapir::trace
