#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tapir/reports/picture/image_panels.hpp"
#include "tapir/reports/verdict/verdict.hpp"
#include "tapir/trace/record/stage_graph.hpp"

namespace tapir::reports {

/// A quantity that is drawn against the passes of a loop, both sides together.
struct StepPlot {
    std::string tap;
    int component = 0;
    std::string label;
    std::size_t loop = 0; ///< its number
};

/// What a page shows besides the comparison; every part may be empty, and its section is left out.
/// The values themselves come from `Comparison::details`.
struct PageMatter {
    std::string command;      ///< as typed, to compare again
    std::string pixel;        ///< the only one of many that the parts below are of; "" when of all
    trace::StageGraph stages; ///< between the taps of the traces
    std::vector<StepPlot> plots;
    std::vector<Panel> panels;
    std::vector<std::pair<std::string, std::string>> provenance; ///< name and value
};

/// So many bytes a page has at most.
inline constexpr std::size_t page_limit = 1'000'000;

/// So many values are worth describing for a page: more do not fit.
inline constexpr std::size_t page_values = 20'000;

/// The verdict as one page that needs nothing else and asks for nothing: light, dark and printed,
/// by keyboard, at most `page_limit` bytes. What does not fit is left out from the end, values that
/// agree first, and the page says how many. Text from traces is escaped and cannot run; same
/// comparison and matter, same bytes.
[[nodiscard]] std::string report_page(const trace::Comparison& comparison, const Subject& subject,
                                      const PageMatter& matter);

} // namespace tapir::reports
