#pragma once

#include <memory>

#include "cpu/cpu_scene.hpp"
#include "run/thread_history.hpp"

namespace tapir::engine {

/// Renders a pixel for the sake of the state it leaves. The scene is set up at the first one,
/// because most runs walk over none.
template <class Numbers>
ThreadHistory::Walk lazy_walk(const Experiment& experiment, const RunSpec& options) {
    auto scene = std::make_shared<std::unique_ptr<const cpu::CpuScene<Numbers>>>();
    return [scene, &experiment, options](trace::Pixel pixel, PhiState state) {
        if (!*scene) {
            *scene = std::make_unique<const cpu::CpuScene<Numbers>>(experiment, options);
        }
        (void)(*scene)->photons(pixel, state);
        return state;
    };
}

} // namespace tapir::engine
