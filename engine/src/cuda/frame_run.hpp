#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "cpu/cpu_scene.hpp"
#include "run/thread_history.hpp"

namespace tapir::engine::cuda {

/// The order in which a detector is computed so that every pixel finds the state it would find
/// in the C program, although all pixels are computed at once.
///
/// Nearly all pixels come with the same vectors carried over: they are computed first. Then, again,
/// those few that come with none. Where interpolation ends for good in some pixel, all that come
/// after it are computed once more without.
/// @tparam Frame  like DeviceFrame
template <class Numbers, class Frame>
class FrameRun {
  public:
    FrameRun(const Experiment& experiment, const RunSpec& options, Frame& frame)
        : input_(&experiment.input), frame_(&frame), cpu_(experiment, options),
          history_(experiment, options, [this](trace::Pixel pixel, PhiState state) {
              (void)cpu_.photons(pixel, state);
              return state;
          }) {
        if (options.phi_mode == PhiMode::c_parity) {
            fresh_ = places_of(history_.fresh_pixels());
            carried_ = history_.some_step_is_rotated() ? history_.carried_everywhere() : PhiState{};
        }
    }

    void compute() {
        const std::vector<std::int64_t> rendered = places_of(history_.rendered().all());
        if (rendered.size() == pixels()) {
            frame_->compute_all(carried_);
        } else {
            frame_->compute(rendered, carried_);
        }
        frame_->compute(fresh_, {});
        const std::vector<std::uint8_t> ended = frame_->ended_interpolation();
        const auto first = std::find(ended.begin(), ended.end(), std::uint8_t{1});
        if (first != ended.end()) {
            compute_after(first - ended.begin(), rendered);
        }
    }

  private:
    [[nodiscard]] std::size_t pixels() const {
        return static_cast<std::size_t>(input_->pixels_slow) *
               static_cast<std::size_t>(input_->pixels_fast);
    }

    [[nodiscard]] std::vector<std::int64_t> places_of(const std::vector<trace::Pixel>& list) const {
        std::vector<std::int64_t> places;
        places.reserve(list.size());
        for (const trace::Pixel& pixel : list) {
            places.push_back(std::int64_t{pixel.slow} * input_->pixels_fast + pixel.fast);
        }
        return places;
    }

    /// Pixels after the one in which interpolation ended.
    void compute_after(std::int64_t last, const std::vector<std::int64_t>& rendered) {
        const auto later = [last](const std::vector<std::int64_t>& from) {
            std::vector<std::int64_t> chosen;
            std::copy_if(from.begin(), from.end(), std::back_inserter(chosen),
                         [last](std::int64_t place) { return place > last; });
            return chosen;
        };
        PhiState state = carried_;
        state.interpolation_ended = true;
        frame_->compute(later(rendered), state);
        PhiState nothing;
        nothing.interpolation_ended = true;
        frame_->compute(later(fresh_), nothing);
    }

    const ExperimentRequest* input_;
    Frame* frame_;
    cpu::CpuScene<Numbers> cpu_;
    ThreadHistory history_;
    std::vector<std::int64_t> fresh_;
    PhiState carried_;
};

} // namespace tapir::engine::cuda
