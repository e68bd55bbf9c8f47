#pragma once

#include <cstdint>
#include <string>

namespace tapir::trace {

/// What a quick look at records of both sides, one by one in the order in which they stand, tells.
struct QuickResult {
    std::uint64_t values = 0;             ///< numbers of the reference
    std::uint64_t within = 0;             ///< not identical, but within the user's tolerance
    std::uint64_t swamped = 0;            ///< those of them that are, see Pair
    std::uint64_t departing = 0;          ///< the others that differ, as far as the sides keep step
    std::uint64_t missing = 0, extra = 0; ///< records without counterpart
    /// Every record has its counterpart in the same place and agrees. Else one must look closer:
    /// a quick look never finds a fault, it only rules one out.
    bool clear = true;
    std::string first_reference, first_candidate; ///< the first records that are not clear
};

} // namespace tapir::trace
