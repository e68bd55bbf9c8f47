#pragma once

#include <optional>
#include <string>
#include <vector>

#include "align/alignment.hpp"

namespace tapir::trace {

/// What kind of departure a root is, and how one can tell.
struct Classification {
    std::string cause_class; ///< unit, sign, permutation, offset, stale, precision, ...
    std::string evidence;
    std::string side;       ///< "reference", "candidate", or "" when the records do not tell
    bool conclusive = true; ///< false: the values alone tell too little, the computation may know
};

/// What is said where nothing is known.
inline constexpr const char* no_relation =
    "no simple relation between the two values was recognised";

/// @param departing  the departing pairs of the root, at least one
/// @param spec       the tap, or null
/// @param all        every compared pair of the same tap, departing or not
[[nodiscard]] Classification classify(const std::vector<const Pair*>& departing,
                                      const std::vector<const Pair*>& all, const TapSpec* spec,
                                      const Dictionary& dictionary);

/// One side repeats, at a departing site, its own value of another site where both sides agree.
[[nodiscard]] std::optional<Classification>
repeats_itself(const std::vector<const Pair*>& departing, const std::vector<const Pair*>& all,
               const Dictionary& dictionary);

/// The departing values differ by a factor that stands among the reference's records: it was left
/// out, or applied once too often.
[[nodiscard]] std::optional<Classification>
missing_factor(const std::vector<const Pair*>& departing, const Side& reference);

} // namespace tapir::trace
