#pragma once

#include <string>

#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

/// The verdict on one screen (at most 40 lines of at most 100 characters when `colour` is false).
/// Text from traces is made safe to print.
[[nodiscard]] std::string verdict_screen(const trace::Comparison& comparison,
                                         const Subject& subject, bool colour);

} // namespace tapir::reports
