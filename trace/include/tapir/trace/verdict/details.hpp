#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tapir/trace/record/site.hpp"

namespace tapir::trace {

/// How one value of a comparison stands.
enum class Standing : std::uint8_t {
    root,         ///< departs although all it was computed from agrees
    propagated,   ///< departs, and follows from a root
    missing,      ///< in the candidate's scope, but not there
    extra,        ///< in the reference's scope, but not there
    within,       ///< agrees within the tolerance
    identical,    ///< agrees to the last digit
    not_compared, ///< outside the other side's declared scope
};
inline constexpr std::size_t standings = 7;

/// One value of a comparison, as printed.
struct ComparedValue {
    std::string kind, key; ///< of the reference, or of the side that has it
    std::string tap, unit; ///< the tap's unit
    int component = 0;     ///< of the tap
    Site site;
    std::string reference, candidate; ///< in the tap's unit; "" on a side that lacks it
    double reference_value = 0, candidate_value = 0;
    double relative = 0, ulp = 0; ///< |a - b| / max(|a|, |b|); infinite or NaN for no numbers
    Standing standing = Standing::not_compared;
};

/// How many values of a tap stand how.
struct TapTally {
    std::string tap;
    std::array<std::uint64_t, standings> count{}; ///< by Standing

    [[nodiscard]] std::uint64_t of(Standing standing) const {
        return count[static_cast<std::size_t>(standing)];
    }
};

/// Every value of a comparison, for reports.
struct Details {
    std::vector<TapTally> taps;        ///< of all values, in the order of the reference
    std::vector<ComparedValue> values; ///< in the order of `Standing`, then of the reference
    std::uint64_t left_out = 0;        ///< values beyond the number that was asked for
};

} // namespace tapir::trace
