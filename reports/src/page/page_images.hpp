#pragma once

#include <string>

#include "tapir/reports/page/page_input.hpp"

namespace tapir::reports {

/// The images side by side with their colour bars, as HTML; empty without any.
[[nodiscard]] std::string image_section(const PageInput& input);

} // namespace tapir::reports
