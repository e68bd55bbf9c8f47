#pragma once

#include <optional>
#include <string>

#include "cause/stage_match.hpp"
#include "stage/observation.hpp"
#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/record/replay.hpp"

namespace tapir::trace {

/// By how much each pass of a loop turns the vectors [rad], 0 when none does; and what the passes
/// are called.
struct TurningStep {
    double angle_rad = 0;
    std::string passes{};
};
/// Vectors of the same lengths that are turned: by which angle, and how many steps that is.
[[nodiscard]] std::optional<StageMatch> turned(const Observations& observations,
                                               const TurningStep& step);
/// Vectors that their stage turns, turned by its angles in another unit or times 1 + a round
/// number.
[[nodiscard]] std::optional<StageMatch> turned_further(const Observations& observations,
                                                       const ProgramModel& program,
                                                       const Replay& followed);

} // namespace tapir::trace
