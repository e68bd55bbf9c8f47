#pragma once

#include <cstdint>
#include <vector>

#include "align/line_alignment.hpp"
#include "align/line_keys.hpp"
#include "align/text_counters.hpp"
#include "align/text_forms.hpp"

namespace tapir::trace {

/// Two documents whose lines are to be found to be each other's.
struct TextSides {
    const TextDocument& reference;
    const TextDocument& candidate;
    const TextForms& forms;
    const TextCounters& counters;
};

/// Which lines of two documents are each other's. It points into the documents.
struct TextPairing {
    std::vector<std::uint32_t> form_of_reference, form_of_candidate; ///< of each line
    LineKeys reference, candidate;                                   ///< of each line
    std::vector<LinePair> pairs;                                     ///< in order
    std::vector<LinePair> moved;        ///< in another order, which counters make no difference
    std::vector<LinePair> out_of_order; ///< the same, where neither side's counters are in order
    std::vector<std::uint32_t> only_reference, only_candidate;
};

/// By which rule the user leaves a line out, of each side; empty: none.
struct LeftOutLines {
    std::vector<RuleNumber> reference, candidate;
};

/// @param left_out  lines that are of no pair and of neither side
[[nodiscard]] TextPairing pair_lines(const TextSides& sides, const LeftOutLines& left_out);

} // namespace tapir::trace
