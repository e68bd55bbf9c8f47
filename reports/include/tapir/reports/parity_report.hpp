#pragma once

#include <string>
#include <vector>

#include "tapir/trace/parity.hpp"

namespace tapir::reports {

/// Two sides of one experiment, and what their difference can come from.
struct ParityComparison {
    std::string reference, candidate; ///< names of the sides
    std::string kind;                 ///< "device", "precision", "port", or several with "+"
    trace::ParityTable records;       ///< of the chosen pixels
    trace::ParityTable image;         ///< every pixel, unrounded
};

struct ParityReport {
    std::string scene;               ///< in words
    std::vector<std::string> pixels; ///< those traced, "slow fast"
    double rtol = 0;
    std::vector<ParityComparison> comparisons;
    int planted = 0; ///< corruptions that were planted and noticed before a green was given

    /// Every comparison compared something, and everything agrees.
    [[nodiscard]] bool parity() const;
};

/// The screen: a line a comparison, and a table a comparison.
/// @param brief  only the rows that differ
[[nodiscard]] std::string parity_text(const ParityReport& report, bool brief);

/// The same numbers.
[[nodiscard]] std::string parity_json(const ParityReport& report);

} // namespace tapir::reports
