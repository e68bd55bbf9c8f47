#pragma once

#include <optional>

#include "cause/stage_match.hpp"
#include "stage/stage_rerun.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// Asks the computation which single change gives what the candidate has, on the candidate's own
/// records: so nothing that went wrong before blurs the answer.

/// A parent with the other sign, in another order or unit, one index further, left out, or another
/// record in its place; a neighbouring site's value; a behaviour switched over; another order of
/// operations. What leaves alone the components that do not depart comes first.
[[nodiscard]] std::optional<StageMatch> changed_input(StageRerun& stage,
                                                      const ProgramModel& program,
                                                      const Oracle& what_if,
                                                      const Replay& followed);
/// Components with about the length of a unit vector.
[[nodiscard]] bool is_direction(const Values& values);

} // namespace tapir::trace
