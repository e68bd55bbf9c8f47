#pragma once

#include <functional>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/trace/graph.hpp"
#include "tapir/trace/sink.hpp"

namespace tapir::engine {

enum class ArithmeticPolicy : std::uint8_t { reference, portable };

/// How a run is carried out; none of it belongs to the experiment.
struct RunOptions {
    PhiMode phi_mode = PhiMode::spec;
    ArithmeticPolicy arithmetic = ArithmeticPolicy::reference;
    int c_threads = 1; ///< threads of the C program whose carry-over is emulated
    int threads = 0;   ///< real threads, 0: as many as OpenMP offers
};

/// Called now and then with the share of the work done, in [0, 1]; from one thread only.
using ProgressCallback = std::function<void(double)>;

/// Renders the whole detector.
/// @return expected photons: row-major, shape [slow][fast]
/// @throws InputError  a pixel became NaN or infinite; names it
/// Same bits for any number of real threads.
[[nodiscard]] std::vector<float> render(const Experiment& experiment, const RunOptions& options,
                                        const ProgressCallback& progress = {});

/// The same, and every tap of the pixels for which `choose` returns a sink goes there.
/// An empty `choose` records nothing. Its calls are serialised; a sink is used by one thread at a
/// time.
[[nodiscard]] std::vector<float>
render_recording(const Experiment& experiment, const RunOptions& options,
                 const std::function<trace::Sink*(PixelIndex)>& choose,
                 const ProgressCallback& progress = {});

/// Records the set-up and then the given pixels, without rendering any other.
/// @param begin_pixel  called before each pixel
/// @throws InputError  a pixel outside the detector; nothing has been recorded then
void trace_pixels(const Experiment& experiment, const RunOptions& options,
                  const std::vector<PixelIndex>& pixels, trace::Sink& sink,
                  const std::function<void(PixelIndex)>& begin_pixel = {});

/// The lineage of everything `trace_pixels` records, extracted by running the kernel itself.
[[nodiscard]] trace::LineageGraph lineage(const Experiment& experiment, const RunOptions& options,
                                          const std::vector<PixelIndex>& pixels);

/// What the emulated thread remembers when it comes to a pixel. Threads of the C program take
/// contiguous blocks of rows, the first (rows mod threads) blocks one row longer; the first pixel
/// of a block is fresh.
[[nodiscard]] PhiState carried_into(const Experiment& experiment, PixelIndex pixel,
                                    const RunOptions& options);

} // namespace tapir::engine
