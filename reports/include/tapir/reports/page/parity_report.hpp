#pragma once

#include <string>
#include <vector>

#include "tapir/trace/parity/parity.hpp"

namespace tapir::reports {

/// Two sides of one experiment, and what their difference can come from.
struct ParityComparison {
    std::string reference, candidate; ///< names of the sides
    std::string kind;                 ///< "device", "ptx", "precision", "port", or several with "+"
    trace::ParityTable records;       ///< of the chosen pixels
    trace::ParityTable image;         ///< every rendered pixel, unrounded
    /// Both sides trace a pixel with the very same code: it was traced once, and only its photons
    /// are held against both frames.
    bool one_trace = false;
};

/// A side, and what it computed.
struct ParitySideReport {
    std::string name, meaning;
    std::string image_sha256; ///< of the unrounded image, little-endian
};

struct ParityReport {
    std::string scene;               ///< in words
    std::vector<std::string> pixels; ///< those traced, "slow fast"
    double rtol = 0;
    std::vector<ParitySideReport> sides;
    std::vector<ParityComparison> comparisons;
    int planted = 0; ///< corruptions that were planted and noticed before a green was given
    std::vector<std::string> limits; ///< what the sides are no evidence of, in sentences

    /// Every comparison compared something, and everything agrees.
    [[nodiscard]] bool parity() const;
};

/// The screen: a line a comparison, and a table a comparison.
/// @param brief  only the rows that differ
[[nodiscard]] std::string parity_text(const ParityReport& report, bool brief);

/// The same numbers.
[[nodiscard]] std::string parity_json(const ParityReport& report);

/// The same as Markdown.
[[nodiscard]] std::string parity_markdown(const ParityReport& report);

/// The fields of `metrics_json` that a parity has: `factors` is empty, a divergent factor is a key
/// with a value beyond the tolerance. `limits` stands there too, where there are any.
[[nodiscard]] std::string parity_metrics_json(const ParityReport& report);

} // namespace tapir::reports
