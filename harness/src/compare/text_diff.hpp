#pragma once

#include "compare/comparison_request.hpp"
#include "compare/text_pair.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/reports/page/report_page.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::harness {

/// Compares two files as what they are: as texts of any program, or as records.
/// @param experiment  the scene; or null
/// @param page  see `diff_files`; or null
/// @throws InputError  a file cannot be read, or is too large
[[nodiscard]] trace::Comparison diff_records_or_texts(const ComparisonRequest& request,
                                                      const engine::Experiment* experiment,
                                                      reports::PageInput* page);

/// Compares two texts of any programs.
/// @param page  filled with what a page shows besides the comparison; or null
[[nodiscard]] trace::Comparison diff_texts(const TextPair& texts, const ComparisonRequest& request,
                                           reports::PageInput* page);

} // namespace tapir::harness
