#pragma once

#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

/// A verdict in the forms that other programs and people read. Text from traces is escaped; same
/// comparison, same bytes.

/// One test suite: a case for the comparison as a whole, and one for each root.
[[nodiscard]] std::string verdict_junit(const trace::Comparison& comparison,
                                        const Subject& subject);

[[nodiscard]] std::string verdict_markdown(const trace::Comparison& comparison,
                                           const Subject& subject);

/// {tolerance_rel, first_divergence, num_divergent, factors: {name: {description, c_value,
/// py_value, abs_delta, rel_delta, status}}}, the form that scripts of porting projects read.
/// status: PASS up to 1e-6, MINOR below 1e-4, DIVERGENT below 1e-2, CRITICAL above, MISSING.
[[nodiscard]] std::string metrics_json(const trace::Comparison& comparison);

} // namespace tapir::reports
