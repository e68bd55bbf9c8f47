#pragma once

#include <cstddef>
#include <string>

#include "tapir/reports/page/page_input.hpp"
#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

/// So many bytes a page has at most.
inline constexpr std::size_t page_limit = 1'000'000;

/// So many values are worth describing for a page: more do not fit.
inline constexpr std::size_t page_values = 20'000;

/// The verdict as one page that needs nothing else and asks for nothing: light, dark and printed,
/// by keyboard, at most `page_limit` bytes. What does not fit is left out from the end, values that
/// agree first, and the page says how many. Text from traces is escaped and cannot run; same
/// comparison and input, same bytes.
[[nodiscard]] std::string report_page(const trace::Comparison& comparison, const Subject& subject,
                                      const PageInput& input);

} // namespace tapir::reports
