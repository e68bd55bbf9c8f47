#pragma once

#include <string>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::reports {

/// What was compared, for headings.
struct Subject {
    std::string reference, candidate; ///< file names
    std::string scene;                ///< preset or options file, may be empty
};

/// "parity", "divergence" or "not_comparable".
[[nodiscard]] const char* to_text(trace::Verdict verdict);

/// The verdict on one screen (at most 40 lines of at most 100 characters when `colour` is false).
/// Text from traces is made safe to print.
[[nodiscard]] std::string verdict_screen(const trace::Comparison& comparison,
                                         const Subject& subject, bool colour);

/// The verdict as JSON, with a line end. Same comparison, same bytes.
[[nodiscard]] std::string verdict_json(const trace::Comparison& comparison, const Subject& subject);

} // namespace tapir::reports
