#pragma once

#include <functional>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/trace/record/oracle.hpp"

namespace tapir::engine {

/// Another value of an option that ports, and users, mistake; everything else stays.
struct OptionSwitch {
    trace::Switch what;
    std::function<void(Experiment&)> apply;
};

/// Those that make sense for an experiment: the other pivot, half a pixel of the beam centre, the
/// other conventions for the same beam centre, polarisation left out or put in.
[[nodiscard]] std::vector<OptionSwitch> option_switches(const Experiment& experiment);

} // namespace tapir::engine
