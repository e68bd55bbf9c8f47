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

} // namespace tapir::reports
