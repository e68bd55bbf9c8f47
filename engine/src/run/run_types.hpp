#pragma once

#include <type_traits>

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/experiment.hpp"
#include "tapir/engine/run_spec.hpp"
#include "tapir/engine/scene.hpp"

/// From the choices of a run to types.
namespace tapir::engine {

/// @throws InputError  a crystal of too many cells along an edge for single precision
void check_precision(const RunSpec& options, double cells_a, double cells_b, double cells_c);

/// Calls `run` with the number types as an object.
template <class Run>
auto with_numbers(Dtype dtype, Run run) {
    switch (dtype) {
    case Dtype::float64:
        break;
    case Dtype::mixed:
        return run(Mixed{});
    case Dtype::float32:
        return run(Float32{});
    }
    return run(Float64{});
}

/// Calls `run` with the arithmetic policy as an object. Mixed precision has the portable one only.
template <class Numbers, class Run>
auto with_arithmetic(ArithmeticPolicy policy, Run run) {
    if constexpr (!std::is_same_v<Numbers, Mixed>) {
        if (policy == ArithmeticPolicy::reference) {
            return run(ReferenceArithmetic{});
        }
    }
    return run(PortableArithmetic{});
}

} // namespace tapir::engine
