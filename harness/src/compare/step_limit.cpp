#include "compare/step_limit.hpp"

#include "tapir/engine/exact_values.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::harness {

double require_few_steps(const engine::Experiment& experiment,
                         const std::vector<trace::Pixel>& pixels, const StepLimit& limit) {
    const double steps = engine::steps_of_pixel(experiment) * static_cast<double>(pixels.size());
    if (steps > limit.most) {
        throw InputError(
            {.where = limit.option,
             .problem = "would " + limit.does + trace::general15(steps) + " steps",
             .reason = limit.cost + "; at most " + trace::general15(limit.most) + limit.done,
             .remedy = "Choose fewer pixels, or a scene of fewer sources, domains, "
                       "phi steps and subpixels."});
    }
    return steps;
}

} // namespace tapir::harness
