#include "run/thread_history.hpp"

#include <algorithm>

#include "tapir/engine/resolve.hpp"

namespace tapir::engine {

namespace {

/// Row at which the emulated thread of a row began.
int first_row_of_block(int row, int rows, int threads) {
    const int short_block = rows / threads;
    const int longer_blocks = rows % threads;
    const int rows_in_longer = longer_blocks * (short_block + 1);
    if (row < rows_in_longer) {
        return row / (short_block + 1) * (short_block + 1);
    }
    return rows_in_longer + (row - rows_in_longer) / short_block * short_block;
}

/// The last step of a scan that rotates the crystal, or none.
int last_rotated_step(const ExperimentRequest& input) {
    for (int phi_tic = input.phi_steps; phi_tic-- > 0;) {
        if (input.phi_start_rad + input.phi_step_rad * phi_tic != 0) {
            return phi_tic;
        }
    }
    return PhiState::nothing_carried;
}

} // namespace

ThreadHistory::ThreadHistory(const Experiment& experiment, const RunSpec& options, Walk walk)
    : experiment_(&experiment), options_(options), walk_(std::move(walk)),
      rendered_(experiment.input), last_rotated_step_(last_rotated_step(experiment.input)) {}

PhiState ThreadHistory::carried_into(trace::Pixel pixel) const {
    if (last_rotated_step_ == PhiState::nothing_carried) {
        return {};
    }
    const ExperimentRequest& input = experiment_->input;
    const int block_begin =
        first_row_of_block(pixel.slow, input.pixels_slow, std::max(1, options_.c_threads));
    std::optional<trace::Pixel> from = rendered_.before(pixel, block_begin);
    // a pixel of which every ray is beyond the resolution limit rotates nothing
    while (from && input.resolution_limit_m > 0 &&
           walk_(*from, {}).carried_phi_tic == PhiState::nothing_carried) {
        from = rendered_.before(*from, block_begin);
    }
    if (!from) {
        return {};
    }
    return {
        .carried_phi_tic = last_rotated_step_, .from = *from, .scene_key = scene_key(*experiment_)};
}

std::vector<trace::Pixel> ThreadHistory::fresh_pixels() const {
    std::vector<trace::Pixel> fresh;
    if (last_rotated_step_ == PhiState::nothing_carried) {
        return fresh;
    }
    const ExperimentRequest& input = experiment_->input;
    const int threads = std::max(1, options_.c_threads);
    std::vector<int> columns;
    bool carries = false;
    for (int slow = 0; slow < input.pixels_slow; ++slow) {
        carries = carries && first_row_of_block(slow, input.pixels_slow, threads) != slow;
        if (carries) {
            continue;
        }
        rendered_.columns(slow, columns);
        for (std::size_t i = 0; i < columns.size() && !carries; ++i) {
            fresh.push_back({slow, columns[i]});
            // only where all rays are beyond the resolution limit nothing is rotated
            carries = input.resolution_limit_m <= 0 ||
                      walk_(fresh.back(), {}).carried_phi_tic != PhiState::nothing_carried;
        }
    }
    return fresh;
}

PhiState ThreadHistory::carried_everywhere() const {
    return {
        .carried_phi_tic = last_rotated_step_, .from = {}, .scene_key = scene_key(*experiment_)};
}

bool ThreadHistory::interpolation_ended_before(trace::Pixel pixel) const {
    PhiState state;
    for (trace::Pixel before{}; before.slow <= pixel.slow; ++before.slow) {
        const int end = before.slow == pixel.slow ? pixel.fast : experiment_->input.pixels_fast;
        for (before.fast = 0; before.fast < end; ++before.fast) {
            if (rendered_.has(before)) {
                state = walk_(before, before.fast == 0 ? carried_into(before) : state);
            }
            if (state.interpolation_ended) {
                return true;
            }
        }
    }
    return false;
}

} // namespace tapir::engine
