#pragma once

#include <algorithm>

#include "cpu/row_kernels.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/pixel_kernel.hpp"

/// The instruction set the row loops of this translation unit are compiled for.
#if defined(TAPIR_TARGET_FEATURES)
#define TAPIR_TARGET __attribute__((target(TAPIR_TARGET_FEATURES)))
#else
#define TAPIR_TARGET
#endif

/// The loop over the pixels of a row. It is the only function with the instruction set's attribute,
/// it is this unit's own, and everything it calls is inlined into it: no code for a newer processor
/// can be linked in for an older one.
namespace tapir::engine::cpu {

inline constexpr int block_lanes = 64;

namespace {

template <class Numbers, class Arithmetic, class Options, int lanes>
TAPIR_TARGET void row_loop(const SceneView<Numbers>& view, int slow, const int* fast, int count,
                           PhiState& state, typename Numbers::Wide* photons) {
    const SceneView<Numbers> scene = view; // a copy that no store can change
    NullTap tap;
    for (int first = 0; first < count; first += lanes) {
        const int rest = count - first;
        block_photons<Numbers, Arithmetic, Options, lanes>(
            scene, slow, fast + first, rest < lanes ? rest : lanes, state, tap, photons + first);
    }
}

/// A row loop for each set of options worth a loop of its own. Under sanitizers, which make the
/// compiler's work many times as long, one loop that looks the options up (TAPIR_ONE_ROW_LOOP).
template <class Numbers>
RowKernel<Numbers> vector_loop(const SceneView<Numbers>& scene) {
    using Arithmetic = PortableArithmetic;
    constexpr int lanes = block_lanes;
#if defined(TAPIR_ONE_ROW_LOOP)
    (void)scene;
    return row_loop<Numbers, Arithmetic, AnyLattice, lanes>;
#else
    if constexpr (is_gradient<typename Numbers::Real>) { // twice the compiler's work for each
        const bool usual = scene.shape == LatticeShape::square && is_plain(scene);
        return usual
                   ? row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::square, true>, lanes>
                   : row_loop<Numbers, Arithmetic, AnyLattice, lanes>;
    }
    switch (scene.shape) {
    case LatticeShape::square:
        return is_plain(scene)
                   ? row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::square, true>, lanes>
                   : row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::square, false>,
                              lanes>;
    case LatticeShape::round:
        return is_plain(scene)
                   ? row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::round, true>, lanes>
                   : row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::round, false>, lanes>;
    case LatticeShape::gauss:
        return is_plain(scene)
                   ? row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::gauss, true>, lanes>
                   : row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::gauss, false>, lanes>;
    case LatticeShape::tophat:
        break;
    }
    return is_plain(scene)
               ? row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::tophat, true>, lanes>
               : row_loop<Numbers, Arithmetic, FixedOptions<LatticeShape::tophat, false>, lanes>;
#endif
}

} // namespace

} // namespace tapir::engine::cpu
