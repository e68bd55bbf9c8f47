#pragma once

#include <string>

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::reports {

/// {tolerance_rel, first_divergence, num_divergent, factors: {name: {description, c_value,
/// py_value, abs_delta, rel_delta, status}}}, the form that scripts of porting projects read.
/// status: PASS up to 1e-6, MINOR below 1e-4, DIVERGENT below 1e-2, CRITICAL above, MISSING.
[[nodiscard]] std::string metrics_json(const trace::Comparison& comparison);

} // namespace tapir::reports
