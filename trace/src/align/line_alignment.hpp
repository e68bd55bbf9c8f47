#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "align/unique_anchors.hpp"

namespace tapir::trace {

/// Which lines of two documents are each other's, in order; no line is in two pairs, and no two
/// pairs cross.
struct LineAlignment {
    std::vector<LinePair> pairs;
    std::vector<std::uint32_t> only_reference, only_candidate;
};

/// What it costs to take two lines for each other's, where leaving a line out costs 1 on each side;
/// above 2: never.
using PairCost = std::function<double(std::uint32_t reference, std::uint32_t candidate)>;

/// The lines of one side, by number.
struct LineSequence {
    using KeyOfLine = std::function<std::uint64_t(std::uint32_t)>;

    std::span<const std::uint64_t> content;
    std::span<const std::uint32_t> form;
    KeyOfLine place, rounded, counters; ///< as `LineKeys` has them
};

/// Aligns lines as sequences: equal beginnings and ends, then lines whose key stands once on each
/// side, in their longest common order, by content, by place and by rounded values, again between
/// any two that were found; what is left by least cost, or in order where it is much.
/// Takes O(n log n) time for n lines.
[[nodiscard]] LineAlignment align_lines(const LineSequence& reference,
                                        const LineSequence& candidate, const PairCost& cost);

} // namespace tapir::trace
