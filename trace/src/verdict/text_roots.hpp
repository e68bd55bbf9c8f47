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

} // namespace tapir::trace
