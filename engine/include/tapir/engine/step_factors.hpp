#pragma once

#include "tapir/engine/scene.hpp"

/// Which factors a step's term and the running sum are multiplied with. Each list stands here once:
/// whether it is empty and what its product is are asked of the same lines.
namespace tapir::engine {

/// The factors of a step's term.
struct TermFactors {
    /// Calls `visit(applies, factor)` for each; `factor(block, lane)` is its value.
    template <class Numbers, class Visit>
    TAPIR_HOST_DEVICE static void for_each(const SceneView<Numbers>& scene, Visit visit) {
        visit(scene.source_weights != nullptr,
              [](const auto& block, int) TAPIR_INLINE_LAMBDA { return block.source_weight; });
        visit(scene.use_thick.to_term,
              [](const auto& block, int lane) TAPIR_INLINE_LAMBDA { return block.capture[lane]; });
        visit(scene.use_polar.to_term,
              [](const auto& block, int lane) TAPIR_INLINE_LAMBDA { return block.polar[lane]; });
        visit(scene.use_omega.to_term,
              [](const auto& block, int lane) TAPIR_INLINE_LAMBDA { return block.omega[lane]; });
        visit(scene.has_temperature(), [](const auto& block, int lane) TAPIR_INLINE_LAMBDA {
            return block.temperature[lane] * block.temperature[lane]; // of an amplitude
        });
    }

    /// Whether the term is added as it is.
    template <class Numbers>
    TAPIR_HOST_DEVICE static bool none(const SceneView<Numbers>& scene) {
        bool empty = true;
        for_each(scene,
                 [&](bool applies, const auto&) TAPIR_INLINE_LAMBDA { empty = empty && !applies; });
        return empty;
    }

    /// What the term of every step of this source is multiplied with.
    template <class Numbers, class Block>
    TAPIR_HOST_DEVICE static typename Numbers::Wide product(const SceneView<Numbers>& scene,
                                                            const Block& block, int lane) {
        using Wide = typename Numbers::Wide;
        Wide weight(1);
        for_each(scene, [&](bool applies, const auto& factor) TAPIR_INLINE_LAMBDA {
            weight = applies ? weight * factor(block, lane) : weight;
        });
        return weight;
    }
};

/// The factors that the running sum is multiplied with after every step, as in the C program.
struct SumFactors {
    template <class Numbers, class Visit>
    TAPIR_HOST_DEVICE static void for_each(const SceneView<Numbers>& scene, Visit visit) {
        visit(scene.use_thick.to_sum,
              [](const auto& block, int lane) TAPIR_INLINE_LAMBDA { return block.capture[lane]; });
        visit(scene.use_polar.to_sum,
              [](const auto& block, int lane) TAPIR_INLINE_LAMBDA { return block.polar[lane]; });
        visit(scene.use_omega.to_sum,
              [](const auto& block, int lane) TAPIR_INLINE_LAMBDA { return block.omega[lane]; });
    }

    template <class Numbers>
    TAPIR_HOST_DEVICE static bool none(const SceneView<Numbers>& scene) {
        bool empty = true;
        for_each(scene,
                 [&](bool applies, const auto&) TAPIR_INLINE_LAMBDA { empty = empty && !applies; });
        return empty;
    }

    /// The sum multiplied with each of them in turn.
    template <class Numbers, class Block, class Real>
    TAPIR_HOST_DEVICE static Real scaled(const SceneView<Numbers>& scene, const Block& block,
                                         int lane, Real sum) {
        for_each(scene, [&](bool applies, const auto& factor) TAPIR_INLINE_LAMBDA {
            sum = applies ? sum * Real(factor(block, lane)) : sum;
        });
        return sum;
    }
};

} // namespace tapir::engine
