#pragma once

#include <optional>

#include "cause/stage_match.hpp"
#include "stage/observation.hpp"
#include "tapir/trace/record/tap.hpp"

namespace tapir::trace {

/// Relations between what a stage gives and what a candidate has, as far as rounding lets one see.

/// Those that depart.
[[nodiscard]] Observations departing(const Observations& observations);

/// value / expected, the same for every departing component.
[[nodiscard]] std::optional<Range> common_ratio(const Observations& observations);
/// value - expected, the same for every departing component.
[[nodiscard]] std::optional<Range> common_shift(const Observations& observations);
/// Departing expected values that rounding cannot tell apart count once.
[[nodiscard]] int different_values(const Observations& observations);

/// Zero where the stage gives a value.
[[nodiscard]] std::optional<StageMatch> zero_for_value(const Observations& observations);
/// The opposite sign.
[[nodiscard]] std::optional<StageMatch> other_sign(const Observations& observations);
/// Another unit: a power of ten, unless the tap is a pure number, or one of an angle.
[[nodiscard]] std::optional<StageMatch> other_unit(const Observations& observations,
                                                   const TapSpec& spec);
/// The departing components of every site are those the stage gives, in another order.
[[nodiscard]] std::optional<StageMatch> other_order(const Observations& observations);
/// A direction whose length is not 1.
[[nodiscard]] std::optional<StageMatch> wrong_length(const Observations& observations);
/// A factor that is a whole number, or one over it.
[[nodiscard]] std::optional<StageMatch> whole_factor(const Observations& observations);
/// A factor that is 1 + a round number.
[[nodiscard]] std::optional<StageMatch> round_factor(const Observations& observations,
                                                     int most_digits);
/// A round number added.
[[nodiscard]] std::optional<StageMatch> round_shift(const Observations& observations);
/// Any common factor or shift, else nothing recognisable.
[[nodiscard]] StageMatch any_relation(const Observations& observations);

} // namespace tapir::trace
