#pragma once

#include <string>
#include <vector>

#include "compare/parity_sides.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/reports/page/page_input.hpp"
#include "tapir/reports/page/parity_report.hpp"

namespace tapir::harness {

/// What is asked of a comparison of sides.
struct ParityRequest {
    std::string scene;                ///< in words
    std::vector<trace::Pixel> pixels; ///< to trace; empty: the telling ones
    bool all_pixels = false;
    double rtol = 0; ///< 0: the same bits
};

/// What was found, and the pixels it was found in.
struct ParityOutcome {
    reports::ParityReport report;
    std::vector<trace::Pixel> pixels;
};

/// Renders and traces every side and compares it with the one it differs least from. One image is
/// held a side, the records of 64 pixels at a time.
/// @param page  gets the images of the first comparison whose images differ, else of the first
/// @throws InputError         a pixel outside, a scene that renders none
/// @throws DeviceUnavailable  see found_device
[[nodiscard]] ParityOutcome compare_sides(const ParityRequest& request,
                                          const engine::Experiment& experiment,
                                          const std::vector<ParitySide>& sides,
                                          reports::PageInput* page = nullptr);

} // namespace tapir::harness
