#pragma once

#include "compare/comparison_request.hpp"
#include "compare/job_kind.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// What a comparison of a kind finds, diff or why.
/// @throws InputError  see two_traces.hpp and find_cause.hpp
[[nodiscard]] trace::Comparison compare_as(JobKind kind, const ComparisonRequest& request,
                                           reports::PageInput* page = nullptr);

} // namespace tapir::harness
