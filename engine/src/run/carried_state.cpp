#include "tapir/engine/carried_state.hpp"

#include "run/lazy_walk.hpp"
#include "run/thread_history.hpp"

namespace tapir::engine {

PhiState carried_into(const Experiment& experiment, trace::Pixel pixel, const RunSpec& options) {
    return ThreadHistory(experiment, options, lazy_walk<Float64>(experiment, options))
        .carried_into(pixel);
}

} // namespace tapir::engine
