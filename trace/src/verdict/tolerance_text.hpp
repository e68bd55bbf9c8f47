#pragma once

#include <string>
#include <vector>

#include "stage/stage_comparison.hpp"
#include "tapir/trace/stage/sharpness.hpp"

namespace tapir::trace {

/// Where the tolerance comes from, and the smallest fault it lets one see.
[[nodiscard]] std::string computed_tolerance_text(const StageComparison& stages,
                                                  const std::vector<Sharpness>& sharpness,
                                                  const ProgramModel& program);

} // namespace tapir::trace
