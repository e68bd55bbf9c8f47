#pragma once

#include <string>

#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

/// The verdict as one JUnit test suite: a case for the comparison as a whole, and one for each
/// root. Text from traces is escaped; same comparison, same bytes.
[[nodiscard]] std::string verdict_junit(const trace::Comparison& comparison,
                                        const Subject& subject);

} // namespace tapir::reports
