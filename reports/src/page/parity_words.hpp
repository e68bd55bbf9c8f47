#pragma once

#include <string>

#include "tapir/reports/page/parity_report.hpp"

/// What the screen and the page of a parity say alike.
namespace tapir::reports {

/// Every value and every pixel agrees, within the tolerance if one was given.
[[nodiscard]] bool agrees(const ParityComparison& comparison);

/// Every value and every pixel has the same bits.
[[nodiscard]] bool same_bits(const ParityComparison& comparison);

/// "same bits  cpu | cuda  (device): ...", with a line end.
[[nodiscard]] std::string verdict_line(const ParityComparison& comparison, double rtol);

} // namespace tapir::reports
