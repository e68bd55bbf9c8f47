#pragma once

#include <optional>

#include "cause/stage_match.hpp"
#include "stage/observation.hpp"
#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/record/replay.hpp"

namespace tapir::trace {

/// A single number of the set-up and another of its kind stand in each other's place.
[[nodiscard]] std::optional<StageMatch> exchanged(const Observations& observations,
                                                  const TapSpec& own, const ProgramModel& program,
                                                  const Replay& followed);
/// The candidate's value is shifted by a whole or a part of a set-up number that it is computed
/// from, or that belongs to its own part of the experiment.
[[nodiscard]] std::optional<StageMatch> part_of_number(const Observations& observations,
                                                       const TapSpec& own,
                                                       const ProgramModel& program,
                                                       const Replay& followed);
/// It is the stage's times or divided by a set-up number that it is computed from.
/// @param in_own_unit  the number in another unit than its tap's
[[nodiscard]] std::optional<StageMatch> set_up_factor(const Observations& observations,
                                                      const TapSpec& own,
                                                      const ProgramModel& program,
                                                      const Replay& followed, bool in_own_unit);

} // namespace tapir::trace
