#include "run/gradient_run.hpp"

#include "tapir/trace/base/error.hpp"

namespace tapir::engine {

void require_gradient_run(const RunSpec& run) {
    if (run.device == Device::cpu && run.dtype == Dtype::float64 &&
        run.arithmetic == ArithmeticPolicy::portable) {
        return;
    }
    throw InputError({.where = "derivatives",
                      .problem = "are computed on the CPU only, in float64 and the portable "
                                 "arithmetic",
                      .reason = "no other kernel is compiled with numbers that have slopes",
                      .remedy = "Leave --device, --dtype and --arithmetic out."});
}

void require_derivative(const Parameter& parameter) {
    if (!parameter.refusal.empty()) {
        throw InputError({.where = "parameter \"" + parameter.name + "\"",
                          .problem = "has no derivative in this scene",
                          .reason = parameter.refusal,
                          .remedy = "Give another one."});
    }
}

} // namespace tapir::engine
