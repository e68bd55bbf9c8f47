#pragma once

#include <optional>

#include "cause/stage_match.hpp"
#include "stage/stage_rerun.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// A parent times 1 + a round number.
[[nodiscard]] std::optional<StageMatch> scaled_input(const StageRerun& stage,
                                                     const ProgramModel& program);

} // namespace tapir::trace
