#include "tapir/engine/run_spec.hpp"

#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

void check_run(const RunSpec& options) {
    if (options.device != Device::cpu && options.arithmetic == ArithmeticPolicy::reference) {
        throw InputError({.where = "device " + device_choice.word(options.device),
                          .problem = "does not go with reference arithmetic",
                          .reason = "its functions are those of the host's libm, and a device's "
                                    "own give other digits",
                          .remedy = "Use portable arithmetic, which gives the same bits on both."});
    }
    if (options.arithmetic == ArithmeticPolicy::reference && options.dtype == Dtype::mixed) {
        throw InputError({.where = "dtype mixed",
                          .problem = "does not go with reference arithmetic",
                          .reason = "the C program has one precision for everything",
                          .remedy = "Use portable arithmetic, or dtype float64 or float32."});
    }
}

} // namespace tapir::engine
