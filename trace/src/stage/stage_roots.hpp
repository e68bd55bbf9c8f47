#pragma once

#include <cstddef>
#include <vector>

#include "stage/stage_comparison.hpp"

namespace tapir::trace {

/// The roots among judged pairs, in order of computation, those hardly above rounding last.
[[nodiscard]] std::vector<LocalRoot> local_roots_of(const StageComparison& stages,
                                                    const std::vector<Pair>& pairs);

/// Judged pairs, by place, that agree only because the user allows it, while one side's print is
/// not the value that side goes on with: a tolerance lets the sides differ from each other, not a
/// record from its own computation.
[[nodiscard]] std::vector<std::size_t> permitted_misprints(const StageComparison& stages,
                                                           const std::vector<Pair>& pairs);

} // namespace tapir::trace
