#pragma once

#include "compare/comparison_request.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// What `tapir why` finds.
/// @throws InputError  the same; a trace and an image
[[nodiscard]] trace::Comparison find_cause(const ComparisonRequest& request,
                                           reports::PageInput* page = nullptr);

} // namespace tapir::harness
