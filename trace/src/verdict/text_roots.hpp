#pragma once

#include <string>
#include <vector>

#include "align/text_pairing.hpp"
#include "tapir/trace/verdict/comparison.hpp"
#include "verdict/text_differences.hpp"

namespace tapir::trace {

/// Makes roots of what was found between two texts, in the order of the reference's file: one for
/// each name, with the first place and the number of places. A difference of the last digits only
/// never stands before others.
/// @param result  gets its loops and roots
void add_text_roots(const TextSides& sides, const TextPairing& pairing,
                    const TextDifferences& differences, Comparison& result);

/// The lines that one side has alone: whole steps and runs of lines as one entry each.
/// "line 12: x = 1.5", "step 2 is missing: 5 lines, from line 12".
[[nodiscard]] std::vector<std::string> one_sided_lines(const TextSides& sides,
                                                       const TextPairing& pairing, bool reference);

} // namespace tapir::trace
