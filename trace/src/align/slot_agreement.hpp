#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "align/tolerance_reach.hpp"
#include "format/text_token.hpp"

namespace tapir::trace {

/// How two numbers at one place of two texts stand to each other.
enum class SlotStanding : std::uint8_t {
    identical,  ///< one number
    zeros,      ///< zeros of two signs
    within,     ///< the user allows it
    swamped,    ///< the same, by an absolute tolerance as large as both
    coarse,     ///< one is the other with fewer digits: true only with evidence that it was printed
                ///< so
    not_finite, ///< on one side or both
    departs
};

/// @param allowed  by the user
[[nodiscard]] SlotStanding standing_of(const TextToken& reference, const TextToken& candidate,
                                       const Allowance& allowed);

/// Whether two numbers are one, or both the same that is not finite.
[[nodiscard]] bool same_number(const TextToken& one, const TextToken& other);

/// Whether two numbers are printed in one format: as many decimals, and an exponent or not.
[[nodiscard]] bool same_format(const TextToken& reference, const TextToken& candidate);

/// What is known of how a slot is printed, from all pairs of its values.
class SlotFormats {
  public:
    void add(const TextToken& reference, const TextToken& candidate);
    /// The same for all slots of a file together, whose formats vary: how often they differ, and
    /// the formats of those that do.
    void add_to_file(const TextToken& reference, const TextToken& candidate);

    /// Whether fewer digits of a side are its format, and no other number. The format has to be
    /// shown: the side prints a zero at the end of a fraction, or three values with one number of
    /// three or more decimals, or three of which one has six digits; and at least half of three or
    /// more pairs differ in their last place, or three quarters of eight or more in the whole file
    /// do (whose formats then stand for a slot of fewer than three; or it lacks as many digits as
    /// the others). And the number has to be of that format: with as many decimals as the side's
    /// others, or, where their number varies, as near as the side's most digits allow.
    [[nodiscard]] bool explain(const TextToken& reference, const TextToken& candidate,
                               const SlotFormats& of_file) const;

  private:
    struct Side {
        static constexpr std::size_t most_decimals = 24; ///< told apart
        std::array<std::uint32_t, most_decimals> with_decimals{};
        std::uint32_t values = 0;
        int most_digits = 0;
        bool zero_at_end = false;

        void add(const TextToken& token);
        /// The number of decimals that nearly all values have; -1: it varies.
        [[nodiscard]] int usual_decimals() const;
        [[nodiscard]] bool format_is_proven() const;
        [[nodiscard]] bool has_format(const TextToken& coarse, const TextToken& fine) const;
    };
    std::array<Side, 2> sides_{};
    std::uint64_t pairs_ = 0, differing_ = 0;
    std::array<std::uint32_t, Side::most_decimals>
        digits_less_{}; ///< how many the coarse side lacks

    /// How many digits the coarse side lacks nearly everywhere; -1: it varies.
    [[nodiscard]] int usual_digits_less() const;
};

} // namespace tapir::trace
