#pragma once

#include <string>

#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

/// The verdict as JSON, with a line end. Same comparison, same bytes.
[[nodiscard]] std::string verdict_json(const trace::Comparison& comparison, const Subject& subject);

} // namespace tapir::reports
