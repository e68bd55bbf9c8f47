#pragma once

#include "cause/classification.hpp"
#include "stage/stage_comparison.hpp"

namespace tapir::trace {

/// What kind of departure a root is, from its stage: relations between what the stage gives and
/// what the candidate has, then single changes of what it was computed from.
[[nodiscard]] Classification classify_stage(const LocalRoot& root, const StageComparison& stages,
                                            const std::vector<Pair>& pairs,
                                            const ProgramModel& program, const Oracle& what_if);

} // namespace tapir::trace
