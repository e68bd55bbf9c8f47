#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/reports/page/report_page.hpp"

/// The frame of a page, and its sections, each as HTML; empty when there is nothing to show.
namespace tapir::reports {

inline constexpr std::size_t text_limit = 400; ///< characters of one text on a page
inline constexpr std::size_t name_limit = 80;  ///< characters of one name

/// A section, and what stands in its place when there is no room for it.
struct Section {
    std::string text;
    std::string name{}; ///< "": never left out
};

/// From the doctype to `<main>`. @param title  escaped
[[nodiscard]] std::string page_begin(const std::string& title);
/// What closes a page.
[[nodiscard]] std::string page_end();
/// Leaves sections out, the last first, until they fit.
/// @param spare  bytes to keep free as long as something can be left out
/// @return bytes left
std::size_t make_fit(std::vector<Section>& sections, std::size_t room, std::size_t spare);

/// "ROT/ap_y", the record as printed.
[[nodiscard]] std::string record_name(std::string_view kind, std::string_view key);
[[nodiscard]] const char* to_text(trace::Standing standing);

/// How many leading decimal digits two numbers share, from their relative difference; 17: all.
[[nodiscard]] int agreeing_digits(double relative);
/// How many leading characters of two printed numbers are the same figures in the same places;
/// 0 unless sign, decimal point and exponent are the same.
[[nodiscard]] std::size_t common_figures(std::string_view a, std::string_view b);
/// A printed number as HTML, with what differs from another set apart.
[[nodiscard]] std::string marked_number(std::string_view number, std::string_view other);

[[nodiscard]] std::string root_section(const trace::Comparison& comparison);
[[nodiscard]] std::string command_section(const PageMatter& matter);
[[nodiscard]] std::string image_section(const PageMatter& matter);
[[nodiscard]] std::string graph_section(const trace::Comparison& comparison,
                                        const trace::StageGraph& stages);
[[nodiscard]] std::string plot_section(const trace::Comparison& comparison,
                                       const std::vector<StepPlot>& plots);
[[nodiscard]] std::string list_section(const char* title, const std::vector<std::string>& names);
[[nodiscard]] std::string one_sided_section(const trace::Comparison& comparison);
[[nodiscard]] std::string sharpness_section(const trace::Comparison& comparison);
[[nodiscard]] std::string provenance_section(const PageMatter& matter);
/// @param room  bytes it may take
[[nodiscard]] std::string table_section(const trace::Comparison& comparison, std::size_t room);

} // namespace tapir::reports
