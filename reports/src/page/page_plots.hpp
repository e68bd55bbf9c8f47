#pragma once

#include <string>
#include <vector>

#include "tapir/reports/page/page_input.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::reports {

/// Quantities of both sides step by step, as drawings; empty without any.
[[nodiscard]] std::string plot_section(const trace::Comparison& comparison,
                                       const std::vector<StepPlot>& plots);

} // namespace tapir::reports
