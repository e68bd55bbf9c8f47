#pragma once

#include "align/text_pairing.hpp"

namespace tapir::trace {

/// Finds partners for lines that the alignment in order left over: lines with the same counters in
/// another place, members of JSON objects, lines whose counters were changed.
void pair_left_lines(const TextSides& sides, TextPairing& pairing);

} // namespace tapir::trace
