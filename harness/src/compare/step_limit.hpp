#pragma once

#include <string>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/trace/record/pixel.hpp"

namespace tapir::harness {

/// What is done to every step of some pixels, and how many steps are bearable.
struct StepLimit {
    std::string option;
    std::string does; ///< "compute ": stands before the number of steps
    std::string cost; ///< why not more
    std::string done; ///< " are computed": stands behind the limit
    double most = 0;
};

/// How many steps some pixels have together. @throws InputError  more than the limit
double require_few_steps(const engine::Experiment& experiment,
                         const std::vector<trace::Pixel>& pixels, const StepLimit& limit);

} // namespace tapir::harness
