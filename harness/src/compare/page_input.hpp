#pragma once

#include <string>

#include "tapir/engine/experiment.hpp"
#include "tapir/reports/page/report_page.hpp"

namespace tapir::harness {

/// What a page shows of two traces besides the comparison: stages, plots and the scene.
/// @param experiment  or null
void add_page_input(const trace::Comparison& comparison, const trace::LineageGraph& graph,
                    const engine::Experiment* experiment, reports::PageInput& page);

/// Two images of one experiment, with rings on the pixels that differ most; on the brightest one
/// where all bits agree.
void add_image_pair(const trace::ImageView& reference, const trace::ImageView& candidate,
                    reports::PageInput& page);

/// The digest of a file that was compared.
void add_digest(const char* name, const std::string& file, reports::PageInput& page);

} // namespace tapir::harness
