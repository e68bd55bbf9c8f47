#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tapir/reports/picture/image_panels.hpp"
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
struct PageInput {
    std::string command;      ///< as typed, to compare again
    std::string pixel;        ///< the only one of many that the parts below are of; "" when of all
    trace::StageGraph stages; ///< between the taps of the traces
    std::vector<StepPlot> plots;
    std::vector<Panel> panels;
    std::vector<std::pair<std::string, std::string>> provenance; ///< name and value
};

} // namespace tapir::reports
