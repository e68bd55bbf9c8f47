#pragma once

#include <optional>

#include "cause/stage_match.hpp"
#include "stage/observation.hpp"
#include "tapir/trace/record/replay.hpp"
#include "tapir/trace/record/tap.hpp"

namespace tapir::trace {

/// A whole number that is decided on: the next one, or another rule of rounding.
[[nodiscard]] std::optional<StageMatch>
decision(const Observations& observations, const TapSpec& spec, const Observations& decided_on);
/// Whether a tap is computed from itself at the site before.
[[nodiscard]] bool is_sum(const Observations& observations, const Replay& followed);
/// A value of the site before or of an earlier one, a term left out of a sum.
[[nodiscard]] std::optional<StageMatch> history(const Observations& observations,
                                                const Replay& followed);
/// A sum that does not start at its beginning. Nothing proves it: it is asked last.
[[nodiscard]] std::optional<StageMatch> left_over(const Observations& observations,
                                                  const Replay& followed);

} // namespace tapir::trace
