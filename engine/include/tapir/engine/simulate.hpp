#pragma once

#include <functional>

#include "tapir/engine/carried_state.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/engine/image.hpp"
#include "tapir/engine/pixel_lineage.hpp"
#include "tapir/engine/pixel_replay.hpp"
#include "tapir/engine/progress.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/engine/trace_pixels.hpp"

/// Everything a run of the kernel can give.
namespace tapir::engine {

/// Limits the threads of everything that follows in this process, of what is made of an image too.
/// @param threads  0: as many as OpenMP offers
void use_threads(int threads);

/// Renders the whole detector.
/// @return expected photons: row-major, shape [slow][fast]
/// @throws InputError  a pixel became NaN or infinite; names it
/// @throws InputError  see check_run, chosen_instruction_set
/// @throws DeviceUnavailable  see require_device
/// Same bits for any number of real threads, and, in portable arithmetic, any instruction set and
/// device.
[[nodiscard]] Image<float> render(const Experiment& experiment, const RunSpec& options,
                                  const ProgressCallback& progress = {});

/// The same, not rounded to single precision at the end.
[[nodiscard]] Image<double> render_unrounded(const Experiment& experiment, const RunSpec& options,
                                             const ProgressCallback& progress = {});

/// The same, and every tap of the pixels for which `choose` returns a sink goes there.
/// An empty `choose` records nothing. Its calls are serialised; a sink is used by one thread at a
/// time.
[[nodiscard]] Image<float> render_recording(const Experiment& experiment, const RunSpec& options,
                                            const std::function<trace::Sink*(trace::Pixel)>& choose,
                                            const ProgressCallback& progress = {});

} // namespace tapir::engine
