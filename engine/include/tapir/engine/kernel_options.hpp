#pragma once

#include "tapir/engine/scene.hpp"
#include "tapir/engine/step_factors.hpp"

/// What a scene asks of the kernel, decided when the program runs or when it is compiled.
namespace tapir::engine {

/// Whether the sum of a pixel is that of its steps and nothing else: no weight or factor of a
/// step, no background, no interpolation.
template <class Numbers>
TAPIR_HOST_DEVICE bool is_plain(const SceneView<Numbers>& scene) {
    return !scene.water && !scene.interpolate && TermFactors::none(scene) &&
           SumFactors::none(scene);
}

/// Any scene; its options are looked up where they matter.
struct AnyOptions {
    template <class Numbers>
    TAPIR_HOST_DEVICE static LatticeShape shape(const SceneView<Numbers>& scene) {
        return scene.shape;
    }
    template <class Numbers>
    TAPIR_HOST_DEVICE static bool plain(const SceneView<Numbers>& scene) {
        return is_plain(scene);
    }
    template <class Numbers>
    TAPIR_HOST_DEVICE static bool interpolates(const SceneView<Numbers>& scene) {
        return scene.interpolate;
    }
};

/// Any scene that does not interpolate.
struct AnyLattice : AnyOptions {
    template <class Numbers>
    TAPIR_HOST_DEVICE static constexpr bool interpolates(const SceneView<Numbers>& /*scene*/) {
        return false;
    }
};

/// Scenes with one shape that do not interpolate; an innermost loop without options is left.
template <LatticeShape the_shape, bool is_it_plain>
struct FixedOptions {
    template <class Numbers>
    TAPIR_HOST_DEVICE static constexpr LatticeShape shape(const SceneView<Numbers>& /*scene*/) {
        return the_shape;
    }
    template <class Numbers>
    TAPIR_HOST_DEVICE static constexpr bool plain(const SceneView<Numbers>& /*scene*/) {
        return is_it_plain;
    }
    template <class Numbers>
    TAPIR_HOST_DEVICE static constexpr bool interpolates(const SceneView<Numbers>& /*scene*/) {
        return false;
    }
};

} // namespace tapir::engine
