#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/phi_state.hpp"

namespace tapir::engine {

/// The pixels a run renders: those inside the region of interest that the mask does not exclude.
class RenderedPixels {
  public:
    explicit RenderedPixels(const ExperimentRequest& input);

    [[nodiscard]] bool has(trace::Pixel pixel) const;
    /// Inside the region of interest, masked or not.
    [[nodiscard]] bool in_region(trace::Pixel pixel) const;

    /// First and last column of the region of interest in a row; none when first > last.
    [[nodiscard]] std::pair<int, int> region_in_row(int slow) const;

    /// The columns of a row that are rendered, in order.
    /// @param fast  empty, or what an earlier call with another row has left
    void columns(int slow, std::vector<int>& fast) const;

    /// All of them, row by row.
    [[nodiscard]] std::vector<trace::Pixel> all() const;

    /// The rendered pixel before this one, row by row, not before `first_row`.
    [[nodiscard]] std::optional<trace::Pixel> before(trace::Pixel pixel, int first_row) const;

  private:
    [[nodiscard]] int last_before(int slow, int fast) const;

    RegionOfInterest region_; ///< with all edges filled in
    int pixels_fast_;
    std::shared_ptr<const std::vector<std::uint16_t>> mask_;
    std::vector<int> last_of_row_; ///< -1: none
};

} // namespace tapir::engine
