#pragma once

#include "compare/comparison_request.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// What `tapir diff` finds.
/// @throws InputError  a file that cannot be read; DeviceUnavailable  see SceneOptions::run_options
/// @param page  filled with what a page shows besides; or null
[[nodiscard]] trace::Comparison compare_two_traces(const ComparisonRequest& request,
                                                   reports::PageInput* page = nullptr);

} // namespace tapir::harness
