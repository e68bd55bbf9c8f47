#pragma once

#include <optional>

#include "cause/stage_match.hpp"
#include "stage/stage_rerun.hpp"
#include "tapir/trace/record/dictionary.hpp"

namespace tapir::trace {

/// Asks the computation which single change gives what the candidate has, on the candidate's own
/// records: so nothing that went wrong before blurs the answer.

/// A parent with the other sign, in another order or unit, one index further, left out, or another
/// record in its place; a neighbouring site's value; a behaviour switched over; another order of
/// operations. What leaves alone the components that do not depart comes first.
[[nodiscard]] std::optional<StageMatch> changed_input(StageRerun& stage,
                                                      const Dictionary& dictionary,
                                                      const Oracle& what_if,
                                                      const Replay& followed);
/// A parent times 1 + a round number.
[[nodiscard]] std::optional<StageMatch> scaled_input(const StageRerun& stage,
                                                     const Dictionary& dictionary);
/// A single number of the set-up and another of its kind stand in each other's place.
[[nodiscard]] std::optional<StageMatch> exchanged(const Observations& observations,
                                                  const TapSpec& own, const Dictionary& dictionary,
                                                  const Replay& followed);
/// The candidate's value is shifted by a whole or a part of a set-up number that it is computed
/// from, or that belongs to its own part of the experiment.
[[nodiscard]] std::optional<StageMatch> part_of_number(const Observations& observations,
                                                       const TapSpec& own,
                                                       const Dictionary& dictionary,
                                                       const Replay& followed);
/// It is the stage's times or divided by a set-up number that it is computed from.
/// @param in_own_unit  the number in another unit than its tap's
[[nodiscard]] std::optional<StageMatch> set_up_factor(const Observations& observations,
                                                      const TapSpec& own,
                                                      const Dictionary& dictionary,
                                                      const Replay& followed, bool in_own_unit);

/// Components with about the length of a unit vector.
[[nodiscard]] bool is_direction(const Values& values);

} // namespace tapir::trace
