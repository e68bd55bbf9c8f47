#pragma once

#include <optional>
#include <vector>

#include "cause/classification.hpp"
#include "tapir/trace/align/pair.hpp"
#include "tapir/trace/record/program_model.hpp"

namespace tapir::trace {

/// One side repeats, at a departing site, its own value of another site where both sides agree.
[[nodiscard]] std::optional<Classification>
repeats_itself(const std::vector<const Pair*>& departing, const std::vector<const Pair*>& all,
               const ProgramModel& program);

} // namespace tapir::trace
