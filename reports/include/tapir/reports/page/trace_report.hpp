#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tapir/reports/page/page_input.hpp"

namespace tapir::reports {

/// One trace, of which nothing was compared.
struct TraceReport {
    std::string scene, side;                            ///< in words
    std::string file;                                   ///< its name
    std::size_t records = 0;                            ///< in the file
    std::string final_tap;                              ///< what a pixel ends with
    std::vector<std::pair<std::string, double>> pixels; ///< "slow fast", and its final value
    std::vector<std::string> notices;                   ///< of the scene
    std::vector<std::string> limits; ///< what the trace is no evidence of, in sentences
    std::string how_to_compare;      ///< a command
};

/// Says what was traced, and that this is no verdict. Same report, same bytes.
[[nodiscard]] std::string trace_markdown(const TraceReport& report);

/// The same as a page, with the command and the provenance; see `report_page`.
[[nodiscard]] std::string trace_page(const TraceReport& report, const PageInput& input);

} // namespace tapir::reports
