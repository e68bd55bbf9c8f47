#pragma once

#include <optional>

#include "classify.hpp"
#include "own_stage.hpp"

namespace tapir::trace {

/// Asks the computation which single change gives what the candidate has, on the candidate's own
/// records: so nothing that went wrong before blurs the answer.

/// A parent with the other sign, in another order or unit, one index further, left out, or another
/// record in its place; a neighbouring site's value; a behaviour switched over; another order of
/// operations.
[[nodiscard]] std::optional<Classification> changed_input(const OwnStage& stage,
                                                          const Dictionary& dictionary,
                                                          const WhatIf& what_if,
                                                          const Followed& followed);
/// A parent times 1 + a round number.
[[nodiscard]] std::optional<Classification> scaled_input(const OwnStage& stage,
                                                         const Dictionary& dictionary);
/// The candidate's value is shifted by a half or whole of a set-up number, or is its multiple.
[[nodiscard]] std::optional<Classification> set_up_number(const Observations& observations,
                                                          const TapSpec& own,
                                                          const Dictionary& dictionary,
                                                          const Followed& followed);

} // namespace tapir::trace
