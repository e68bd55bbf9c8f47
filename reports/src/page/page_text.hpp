#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/reports/page/page_input.hpp"
#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::reports {

inline constexpr std::size_t text_limit = 400; ///< characters of one text on a page
inline constexpr std::size_t name_limit = 80;  ///< characters of one name

/// "ROT/ap_y", the record as printed.
[[nodiscard]] std::string record_name(std::string_view kind, std::string_view key);
/// "root", "propagated" and so on, as a page calls them.
[[nodiscard]] const char* to_text(trace::Standing standing);

/// How many leading decimal digits two numbers share, from their relative difference; 17: all.
[[nodiscard]] int agreeing_digits(double relative);
/// How many leading characters of two printed numbers are the same figures in the same places;
/// 0 unless sign, decimal point and exponent are the same.
[[nodiscard]] std::size_t common_figures(std::string_view a, std::string_view b);
/// A printed number as HTML, with what differs from another set apart.
[[nodiscard]] std::string marked_number(std::string_view number, std::string_view other);

/// The sections that are text alone, as HTML; empty when there is nothing to show.
[[nodiscard]] std::string list_section(const char* title, const std::vector<std::string>& names);
[[nodiscard]] std::string one_sided_section(const trace::Comparison& comparison);
[[nodiscard]] std::string sharpness_section(const trace::Comparison& comparison);
[[nodiscard]] std::string provenance_section(const PageInput& input);
[[nodiscard]] std::string command_section(const PageInput& input);

} // namespace tapir::reports
