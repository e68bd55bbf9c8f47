#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "tapir/engine/device.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/engine/image.hpp"
#include "tapir/engine/instruction_set.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/trace/record/graph.hpp"
#include "tapir/trace/record/replay.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine {

enum class ArithmeticPolicy : std::uint8_t { portable, reference };

/// Precision of the pixel loop; the set-up is always done in double precision.
enum class Dtype : std::uint8_t {
    float64,
    mixed,  ///< positions and indices in double precision, amplitudes and sums in single
    float32 ///< everything in single precision
};

/// How a run is carried out; none of it belongs to the experiment.
struct RunOptions {
    PhiMode phi_mode = PhiMode::spec;
    ArithmeticPolicy arithmetic = ArithmeticPolicy::portable;
    Dtype dtype = Dtype::float64;
    Device device = Device::cpu;
    int c_threads = 1; ///< threads of the C program whose carry-over is emulated
    int threads = 0;   ///< real threads, 0: as many as OpenMP offers
    /// Of the portable arithmetic; one that is to be had. Without: see chosen_instruction_set.
    std::optional<InstructionSet> instruction_set;
};

/// @throws InputError  arithmetic, precision and device that do not go together
void check_run_options(const RunOptions& options);

/// Limits the threads of everything that follows in this process, of what is made of an image too.
/// @param threads  0: as many as OpenMP offers
void use_threads(int threads);

/// Called now and then with the share of the work done, in [0, 1]; from one thread only.
using ProgressCallback = std::function<void(double)>;

/// Renders the whole detector.
/// @return expected photons: row-major, shape [slow][fast]
/// @throws InputError  a pixel became NaN or infinite; names it
/// @throws InputError  see check_run_options, chosen_instruction_set
/// @throws DeviceUnavailable  see cuda_device
/// Same bits for any number of real threads, and, in portable arithmetic, any instruction set and
/// device.
[[nodiscard]] Image<float> render(const Experiment& experiment, const RunOptions& options,
                                  const ProgressCallback& progress = {});

/// The same, not rounded to single precision at the end.
[[nodiscard]] Image<double> render_unrounded(const Experiment& experiment,
                                             const RunOptions& options,
                                             const ProgressCallback& progress = {});

/// The same, and every tap of the pixels for which `choose` returns a sink goes there.
/// An empty `choose` records nothing. Its calls are serialised; a sink is used by one thread at a
/// time.
[[nodiscard]] Image<float> render_recording(const Experiment& experiment, const RunOptions& options,
                                            const std::function<trace::Sink*(trace::Pixel)>& choose,
                                            const ProgressCallback& progress = {});

/// Records the set-up and then the given pixels, without rendering any other.
/// @param begin_pixel  called before each pixel
/// @throws InputError  a pixel outside the detector; nothing has been recorded then
/// @throws DeviceUnavailable  see cuda_device; nothing has been recorded then
void trace_pixels(const Experiment& experiment, const RunOptions& options,
                  const std::vector<trace::Pixel>& pixels, trace::Sink& sink,
                  const std::function<void(trace::Pixel)>& begin_pixel = {});

/// The lineage of everything `trace_pixels` records, extracted by running the kernel itself.
/// The two arithmetics differ in it: the portable one takes the whole index out of an amplitude's
/// argument, so there the amplitudes come from the nearest index too.
[[nodiscard]] trace::LineageGraph lineage(const Experiment& experiment, const RunOptions& options,
                                          const std::vector<trace::Pixel>& pixels);

/// The computation of the set-up and of pixels in reference arithmetic, with the recorded value put
/// in wherever there is one: what each stage makes of recorded inputs, with its conditioning.
/// @throws InputError  a pixel outside the detector, or a set-up that cannot be computed with
[[nodiscard]] trace::Replay follow(const Experiment& experiment, const RunOptions& options,
                                   const std::vector<trace::Pixel>& pixels,
                                   const trace::RecordedValues& recorded,
                                   trace::Arrangement arrangement = 0);

/// What the emulated thread remembers when it comes to a pixel. Threads of the C program take
/// contiguous blocks of rows, the first (rows mod threads) blocks one row longer; the first pixel
/// of a block is fresh.
[[nodiscard]] PhiState carried_into(const Experiment& experiment, trace::Pixel pixel,
                                    const RunOptions& options);

} // namespace tapir::engine
