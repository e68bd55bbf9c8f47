#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cuda/runtime.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/engine/image.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/trace/record/sink.hpp"

/// An experiment on a runtime of the test's own, beside the CPU.
namespace tapir::test {

/// What was compared, and how much of it differs.
struct Beside {
    std::size_t pixels = 0, different_pixels = 0;
    std::size_t values = 0; ///< of the records of one pixel
    bool same_records = false;

    [[nodiscard]] bool same() const { return different_pixels == 0 && same_records; }
};

/// The CPU's unrounded image, and the records of a pixel in the middle of what is rendered.
struct Expected {
    engine::Experiment experiment;
    engine::RunSpec run; ///< device: the CPU
    engine::Image<double> image;
    trace::Pixel pixel;
    trace::MemorySink records;
};

[[nodiscard]] Expected on_cpu(const engine::Experiment& experiment, const engine::RunSpec& run);

/// Computes both on a runtime and compares every bit.
[[nodiscard]] Beside beside(engine::cuda::Runtime& runtime, const Expected& expected);

/// The experiment of a command line in words; files are those of the corpus.
[[nodiscard]] engine::Experiment experiment_in_words(const std::string& words);

/// Leaves a few pixels in the middle of what the experiment renders.
void leave_some_pixels(engine::Experiment& experiment, int rows, int columns);

[[nodiscard]] engine::RunSpec run_of(engine::PhiMode mode, engine::Dtype dtype, int c_threads = 1);

} // namespace tapir::test
