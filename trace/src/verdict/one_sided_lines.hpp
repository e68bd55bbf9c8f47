#pragma once

#include <string>
#include <vector>

#include "align/text_pairing.hpp"

namespace tapir::trace {

/// The lines that one side has alone: whole steps and runs of lines as one entry each.
/// "line 12: x = 1.5", "step 2 is missing: 5 lines, from line 12".
[[nodiscard]] std::vector<std::string> one_sided_lines(const TextSides& sides,
                                                       const TextPairing& pairing, bool reference);

} // namespace tapir::trace
