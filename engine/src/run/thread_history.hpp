#pragma once

#include <functional>
#include <vector>

#include "tapir/engine/rendered_pixels.hpp"
#include "tapir/engine/run_spec.hpp"

namespace tapir::engine {

/// What the emulated threads of the C program remember when they come to a pixel.
///
/// Threads take contiguous blocks of rows, the first (rows mod threads) blocks one row longer; the
/// first pixel a thread rendered is fresh. What is remembered does not depend on the pixel except
/// where pixels are left out: outside the region, masked, or beyond the resolution limit.
class ThreadHistory {
  public:
    /// Renders a pixel from a state and returns the state after it.
    using Walk = std::function<PhiState(trace::Pixel, PhiState)>;

    ThreadHistory(const Experiment& experiment, const RunSpec& options, Walk walk);

    [[nodiscard]] const RenderedPixels& rendered() const { return rendered_; }

    /// Whether a scan leaves vectors behind for steps at phi = 0.
    [[nodiscard]] bool some_step_is_rotated() const {
        return last_rotated_step_ != PhiState::nothing_carried;
    }

    /// The carry-over at phi = 0, with the pixel it comes from.
    [[nodiscard]] PhiState carried_into(trace::Pixel pixel) const;

    /// The rendered pixels whose thread comes with nothing: of each thread those up to the first
    /// one that rotates the crystal. Empty when no step does.
    [[nodiscard]] std::vector<trace::Pixel> fresh_pixels() const;

    /// What every other pixel's thread comes with, but for the pixel it comes from.
    [[nodiscard]] PhiState carried_everywhere() const;

    /// Whether interpolation ended in a pixel before this one (of a single thread).
    [[nodiscard]] bool interpolation_ended_before(trace::Pixel pixel) const;

  private:
    const Experiment* experiment_;
    RunSpec options_;
    Walk walk_;
    RenderedPixels rendered_;
    int last_rotated_step_;
};

} // namespace tapir::engine
