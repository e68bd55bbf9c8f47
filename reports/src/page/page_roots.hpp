#pragma once

#include <string>

#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

/// The roots, one below the other, as HTML; empty without any.
[[nodiscard]] std::string root_section(const trace::Comparison& comparison, const Subject& subject);

} // namespace tapir::reports
