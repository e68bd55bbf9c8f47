#include "compare/page_input.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "tapir/engine/taps.hpp"
#include "tapir/trace/base/digest.hpp"
#include "tapir/trace/base/file_io.hpp"

namespace tapir::harness {

void add_page_input(const trace::Comparison& comparison, const trace::LineageGraph& graph,
                    const engine::Experiment* experiment, reports::PageInput& page) {
    std::set<std::string> shown;
    for (const trace::TapTally& tally : comparison.details.taps) {
        shown.insert(tally.tap);
    }
    page.stages = trace::stage_graph(graph, shown);
    const char* index = engine::taps::miller_index.key;
    constexpr std::size_t steps = engine::loops::phi_tic;
    page.plots = {{engine::taps::f_latt.key, 0, "F_latt", steps},
                  {index, 0, "h", steps},
                  {index, 1, "k", steps},
                  {index, 2, "l", steps}};
    if (experiment != nullptr) {
        page.provenance.emplace_back("scene digest", experiment->digest);
    }
}

void add_image_pair(const trace::ImageView& reference, const trace::ImageView& candidate,
                    reports::PageInput& page) {
    std::vector<trace::TellingPixel> telling;
    if (!std::equal(reference.values.begin(), reference.values.end(), candidate.values.begin(),
                    candidate.values.end())) {
        telling = trace::compare_images(reference, candidate, 0).telling;
    } else if (!reference.values.empty()) {
        const auto place =
            static_cast<int>(std::max_element(reference.values.begin(), reference.values.end()) -
                             reference.values.begin());
        const trace::Pixel pixel{place / reference.fast, place % reference.fast};
        telling.push_back({pixel, "the brightest", reference.at(pixel.slow, pixel.fast),
                           candidate.at(pixel.slow, pixel.fast)});
    }
    page.panels = reports::image_panels(reference, candidate, telling);
}

void add_digest(const char* name, const std::string& file, reports::PageInput& page) {
    std::error_code unknown; // of what cannot be read, the comparison says so
    if (std::filesystem::is_regular_file(file, unknown)) {
        const std::filesystem::path real = std::filesystem::canonical(file, unknown);
        // a pipe's copy has no name any more
        page.provenance.emplace_back(std::string("SHA-256 of the ") + name,
                                     unknown ? sha256_hex(read_file(file, name))
                                             : sha256_of_file(real));
    }
}

} // namespace tapir::harness
