#pragma once

#include <string>

#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

/// The verdict as Markdown. Text from traces is escaped; same comparison, same bytes.
[[nodiscard]] std::string verdict_markdown(const trace::Comparison& comparison,
                                           const Subject& subject);

} // namespace tapir::reports
