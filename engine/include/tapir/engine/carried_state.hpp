#pragma once

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/engine/run_spec.hpp"

namespace tapir::engine {

/// What the emulated thread remembers when it comes to a pixel. Threads of the C program take
/// contiguous blocks of rows, the first (rows mod threads) blocks one row longer; the first pixel
/// of a block is fresh.
[[nodiscard]] PhiState carried_into(const Experiment& experiment, trace::Pixel pixel,
                                    const RunSpec& options);

} // namespace tapir::engine
