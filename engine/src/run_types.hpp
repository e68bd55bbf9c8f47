#pragma once

#include <type_traits>

#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/arithmetic/reference.hpp"
#include "tapir/engine/setup/rounded_scene.hpp"
#include "tapir/engine/simulate.hpp"

/// From the choices of a run to types.
namespace tapir::engine {

/// @throws InputError  a crystal too large for single precision
void check_precision(const RunOptions& options, const SceneView<Float64>& scene);

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

/// A derived scene in the number types of a run.
template <class Numbers>
DerivedScene<Numbers> in_numbers(DerivedScene<Float64> scene, const RunOptions& options,
                                 const Experiment& experiment) {
    check_precision(options, scene.fields);
    if constexpr (std::is_same_v<Numbers, Float64>) {
        return scene;
    } else {
        return rounded_scene<Numbers>(scene,
                                      experiment.structure_factors->amplitude_electrons.size());
    }
}

} // namespace tapir::engine
