#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tapir::trace {

/// Two lines that are each other's.
struct LinePair {
    std::uint32_t reference = 0, candidate = 0;
};

/// Lines whose key stands once on each side, in their longest common order; a key of 0 is none.
/// Takes O(n) time and two bytes a line where both sides are nearly in step, O(n log n) at most.
[[nodiscard]] std::vector<LinePair> unique_anchors(std::span<const std::uint64_t> reference,
                                                   std::span<const std::uint64_t> candidate);

} // namespace tapir::trace
