#include "page_matter.hpp"

#include <filesystem>
#include <set>

#include "tapir/engine/taps.hpp"
#include "tapir/trace/digest.hpp"

namespace tapir::harness {

void add_page_matter(const trace::Comparison& comparison, const trace::LineageGraph& graph,
                     const engine::Experiment* experiment, reports::PageMatter& page) {
    std::set<std::string> shown;
    for (const trace::TapTally& tally : comparison.details.taps) {
        shown.insert(tally.tap);
    }
    page.stages = trace::stage_graph(graph, shown);
    const char* index = engine::taps::miller_index.key;
    page.plots = {
        {engine::taps::f_latt.key, 0, "F_latt"}, {index, 0, "h"}, {index, 1, "k"}, {index, 2, "l"}};
    if (experiment != nullptr) {
        page.provenance.emplace_back("scene digest", experiment->digest);
    }
}

void add_digest(const char* name, const std::string& file, reports::PageMatter& page) {
    std::error_code unknown; // of what cannot be read, the comparison says so
    if (std::filesystem::is_regular_file(file, unknown)) {
        page.provenance.emplace_back(std::string("SHA-256 of the ") + name,
                                     sha256_of_file(std::filesystem::canonical(file)));
    }
}

} // namespace tapir::harness
