#pragma once

#include <cstdint>
#include <vector>

#include "align/slot_agreement.hpp"
#include "align/text_pairing.hpp"

namespace tapir::trace {

/// A pair of numbers of which one may be the other with fewer digits.
struct CoarsePair {
    LinePair lines;
    std::uint32_t which = 0; ///< of the lines' numbers
};

/// Which of the pairs agree: those whose fewer digits are shown to be a format, by all values of
/// their slot, or of the array that they are in where few lines have that form.
/// @param of_file  formats of all slots together
/// @return for each pair, not 0 where it agrees
[[nodiscard]] std::vector<char> explained_by_format(const TextSides& sides,
                                                    const TextPairing& pairing,
                                                    const std::vector<CoarsePair>& coarse,
                                                    const SlotFormats& of_file);

} // namespace tapir::trace
