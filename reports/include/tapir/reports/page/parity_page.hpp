#pragma once

#include <string>

#include "tapir/reports/page/page_input.hpp"
#include "tapir/reports/page/parity_report.hpp"

namespace tapir::reports {

/// A parity as a page: verdict, images, the keys of each comparison; see `report_page`.
[[nodiscard]] std::string parity_page(const ParityReport& report, const PageInput& input);

} // namespace tapir::reports
