#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "align/text_counters.hpp"

namespace tapir::trace {

/// Two lines that are each other's.
struct LinePair {
    std::uint32_t reference = 0, candidate = 0;
};

/// Which lines of two documents are each other's, in order; no line is in two pairs, and no two
/// pairs cross.
struct LineAlignment {
    std::vector<LinePair> pairs;
    std::vector<std::uint32_t> only_reference, only_candidate;
};

/// What it costs to take two lines for each other's, where leaving a line out costs 1 on each side;
/// above 2: never.
using PairCost = std::function<double(std::uint32_t reference, std::uint32_t candidate)>;

/// Aligns lines as sequences: equal beginnings and ends, then lines whose key stands once on each
/// side, in their longest common order, by content, by place and by rounded values, again between
/// any two that were found; what is left by least cost, or in order where it is much.
/// Takes O(n log n) time for n lines.
[[nodiscard]] LineAlignment align_lines(std::span<const LineKey> reference,
                                        std::span<const LineKey> candidate,
                                        std::span<const std::uint32_t> form_of_reference,
                                        std::span<const std::uint32_t> form_of_candidate,
                                        const PairCost& cost);

} // namespace tapir::trace
