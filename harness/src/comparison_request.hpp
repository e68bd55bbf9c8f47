#pragma once

#include <string>
#include <vector>

#include "scene_options.hpp"
#include "tapir/reports/report_page.hpp"
#include "tapir/trace/comparison.hpp"

namespace tapir::harness {

/// A comparison as it was asked for: all that its verdict depends on besides the files it names.
struct ComparisonRequest {
    std::string reference, candidate; ///< as given: the verdict names them so
    SceneOptions scene;
    trace::Tolerance tolerance;      ///< of traces
    double rtol = 1e-6;              ///< of images
    std::vector<std::string> images; ///< that the programs wrote which were traced; or none

    /// Makes pipes among its files ones that can be read again; does nothing the second time.
    /// @throws InputError  see spooled_input.hpp
    void spool();

    [[nodiscard]] reports::Subject subject() const {
        return {reference, candidate, scene.description()};
    }
};

/// What `tapir diff` finds.
/// @throws InputError  a file that cannot be read; DeviceUnavailable  see SceneOptions::run_options
/// @param page  filled with what a page shows besides; or null
[[nodiscard]] trace::Comparison compare_two_traces(const ComparisonRequest& request,
                                                   reports::PageMatter* page = nullptr);

/// What `tapir why` finds.
/// @throws InputError  the same; a trace and an image
[[nodiscard]] trace::Comparison find_cause(const ComparisonRequest& request,
                                           reports::PageMatter* page = nullptr);

} // namespace tapir::harness
