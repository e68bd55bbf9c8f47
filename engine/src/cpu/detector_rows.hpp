#pragma once

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <vector>

#include "cpu/cpu_scene.hpp"
#include "run/thread_history.hpp"
#include "tapir/engine/image.hpp"

namespace tapir::engine::cpu {

/// Reports progress from the first thread only.
class Progress {
  public:
    Progress(const ProgressCallback& callback, int rows) : callback_(callback), rows_(rows) {}
    void row_done() {
        const int done = ++done_;
        if (callback_ && omp_get_thread_num() == 0) {
            callback_(static_cast<double>(done) / rows_);
        }
    }

  private:
    const ProgressCallback& callback_;
    int rows_;
    std::atomic<int> done_ = 0;
};

/// Renders all rows of a detector in parallel; each pixel is computed by one thread, so the bits do
/// not depend on their number.
/// @tparam Value  number type of the image
/// @tparam Row    row(slow, fast, state, photons), like CpuScene::row
template <class Wide, class Value, class Row>
class DetectorRows {
  public:
    DetectorRows(const Experiment& experiment, const ThreadHistory& history, const RunSpec& options,
                 const ProgressCallback& callback, Row row)
        : history_(&history), rows_(experiment.input.pixels_slow),
          columns_(experiment.input.pixels_fast),
          threads_(options.threads > 0 ? options.threads : omp_get_max_threads()),
          progress_(callback, rows_), row_(row),
          image_(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_)) {}

    /// Whether every pixel rendered is a number.
    [[nodiscard]] bool all_finite() const { return all_finite_; }

    /// The whole detector. Interpolation ends for good at one pixel: rows are rendered as if it
    /// went on; those after the one in which it ended are rendered again without.
    Image<Value> render() {
        const int ended_in = render_from(0, false);
        if (ended_in + 1 < rows_) {
            render_from(ended_in + 1, true);
        }
        return std::move(image_);
    }

  private:
    /// @return the first row in which interpolation ended, or the number of rows
    int render_from(int first, bool ended) {
        std::atomic<int> ended_in = rows_;
        std::exception_ptr failure; // an exception must not leave a parallel region
#pragma omp parallel num_threads(threads_)
        {
            std::vector<int> fast;
            std::vector<Wide> photons(static_cast<std::size_t>(columns_));
#pragma omp for schedule(dynamic)
            for (int slow = first; slow < rows_; ++slow) {
                try {
                    if (render_row(slow, ended, fast, photons)) {
                        int before = ended_in;
                        while (slow < before && !ended_in.compare_exchange_weak(before, slow)) {
                        }
                    }
                    progress_.row_done();
                } catch (...) {
#pragma omp critical
                    failure = std::current_exception();
                }
            }
        }
        if (failure) {
            std::rethrow_exception(failure);
        }
        return ended_in;
    }

    /// One row, from the state the emulated thread comes with.
    /// @return whether interpolation has ended after it
    bool render_row(int slow, bool ended, std::vector<int>& fast, std::vector<Wide>& photons) {
        history_->rendered().columns(slow, fast);
        PhiState state = history_->carried_into({slow, 0});
        state.interpolation_ended = ended;
        row_(slow, fast, state, photons);
        Value* row =
            image_.data() + static_cast<std::size_t>(slow) * static_cast<std::size_t>(columns_);
        if (!put(row, fast, photons)) {
            all_finite_ = false;
        }
        return state.interpolation_ended;
    }

    /// Writes a row of the image; pixels that were not rendered are 0.
    /// @return whether all are numbers
    bool put(Value* row, const std::vector<int>& fast, std::vector<Wide>& photons) const {
        if (fast.size() < static_cast<std::size_t>(columns_)) {
            std::fill(row, row + columns_, Value(0));
            for (std::size_t i = 0; i < fast.size(); ++i) {
                row[fast[i]] = static_cast<Value>(photons[i]);
            }
        } else {
            std::transform(photons.begin(), photons.end(), row,
                           [](Wide value) { return static_cast<Value>(value); });
        }
        int not_finite = 0;
        for (int column = 0; column < columns_; ++column) {
            not_finite |= row[column] - row[column] == 0 ? 0 : 1;
        }
        return not_finite == 0;
    }

    const ThreadHistory* history_;
    int rows_, columns_, threads_;
    Progress progress_;
    Row row_;
    Image<Value> image_;
    std::atomic<bool> all_finite_ = true;
};

} // namespace tapir::engine::cpu
