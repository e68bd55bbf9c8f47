#pragma once

#include <string>
#include <vector>

#include "tapir/trace/verdict/comparison.hpp"

/// Words and numbers that stand alike on the screen, in Markdown and on a page.
namespace tapir::reports {

/// "PARITY", "DIVERGENCE", ...
[[nodiscard]] const char* verdict_words(const trace::Comparison& comparison);

/// "701 values: 652 identical, 0 within tolerance, 49 departing; 0 outside the scope"
[[nodiscard]] std::string counts_text(const trace::Comparison& comparison);

/// Stages whose own errors have one sign, the largest first.
[[nodiscard]] std::vector<const trace::SignedErrors*>
one_sided_errors(const trace::Comparison& comparison);

} // namespace tapir::reports
