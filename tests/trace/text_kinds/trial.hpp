#pragma once

#include <string>
#include <vector>

#include "edits.hpp"
#include "kinds.hpp"
#include "tapir/trace/verdict/comparison.hpp"
#include "tapir/trace/verdict/text_request.hpp"
#include "variations.hpp"

namespace tapir::test {

/// Compares two texts as two files are compared.
[[nodiscard]] trace::Comparison compared(const std::string& reference, const std::string& candidate,
                                         bool printed_digits = false);
[[nodiscard]] trace::Comparison compared(const std::string& reference, const std::string& candidate,
                                         const trace::TextRequest& request);

/// What many comparisons came to; `failures` holds the first few, with both texts' lines.
struct Tally {
    int pairs = 0;
    int green = 0, refused = 0, red = 0;
    int asked_places = 0, right_places = 0; ///< first root at the planted line
    int asked_keys = 0, right_keys = 0;     ///< first root bears the planted key
    std::vector<std::string> failures, misplaced;
};

/// Every variation against the program's own print, both ways round; a divergence is a failure.
void try_sound(const Kind& kind, unsigned seed, Tally& tally);

/// Every edit, `times` times, on the own print and on a sound variation by turns; parity is a
/// failure.
void try_edits(const Kind& kind, int times, Tally& tally);

/// How much more than usual is tried: TAPIR_HUNT, or 1.
[[nodiscard]] int hunt_factor();

} // namespace tapir::test
