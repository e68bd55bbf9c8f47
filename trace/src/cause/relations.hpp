#pragma once

#include <array>
#include <numbers>
#include <optional>

#include "cause/stage_match.hpp"
#include "stage/observation.hpp"
#include "tapir/trace/record/dictionary.hpp"

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
/// Single precision, single-precision pi, or fewer digits.
/// @param single  the candidate computes in single precision anyway
[[nodiscard]] std::optional<StageMatch> lost_precision(const Observations& observations,
                                                       bool single);
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
/// A factor that is a whole number, or one over it.
[[nodiscard]] std::optional<StageMatch> whole_factor(const Observations& observations);
/// A factor that is 1 + a round number.
[[nodiscard]] std::optional<StageMatch> round_factor(const Observations& observations,
                                                     int most_digits);
/// A round number added.
[[nodiscard]] std::optional<StageMatch> round_shift(const Observations& observations);
/// By how much each pass of a loop turns the vectors [rad], 0 when none does; and what the passes
/// are called.
struct TurningStep {
    double angle_rad = 0;
    std::string passes{};
};
/// Vectors of the same lengths that are turned: by which angle, and how many steps that is.
[[nodiscard]] std::optional<StageMatch> turned(const Observations& observations,
                                               const TurningStep& step);
/// Vectors that their stage turns, turned by its angles in another unit or times 1 + a round
/// number.
[[nodiscard]] std::optional<StageMatch> turned_further(const Observations& observations,
                                                       const Dictionary& dictionary,
                                                       const Replay& followed);
/// Any common factor or shift, else nothing recognisable.
[[nodiscard]] StageMatch any_relation(const Observations& observations);

/// Values of pi that programs have, relative to pi: of single precision, and with few digits.
inline constexpr std::array<double, 5> short_pi_excess{
    static_cast<double>(static_cast<float>(std::numbers::pi)) / std::numbers::pi - 1,
    3.14159274 / std::numbers::pi - 1, 3.14159 / std::numbers::pi - 1,
    3.1416 / std::numbers::pi - 1, 3.14 / std::numbers::pi - 1};
/// Such a value of pi, with the digits that tell them apart.
[[nodiscard]] ShownNumber short_pi(double excess);

} // namespace tapir::trace
