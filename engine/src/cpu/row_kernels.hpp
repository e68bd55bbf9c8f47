#pragma once

#include "tapir/engine/instruction_set.hpp"
#include "tapir/engine/scene.hpp"

/// The kernel without taps, compiled once for each instruction set.
namespace tapir::engine::cpu {

/// Expected photons of pixels in one row.
/// @param fast     columns, [count]
/// @param state    as block_photons wants it
/// @param photons  [count]
template <class Numbers>
using RowKernel = void (*)(const SceneView<Numbers>& scene, int slow, const int* fast, int count,
                           PhiState& state, typename Numbers::Wide* photons);

/// One pixel at a time, whatever the scene asks for.
/// @param fused_multiply_add  the processor has it (x86-64-v3)
template <class Numbers>
RowKernel<Numbers> scalar_kernel(bool fused_multiply_add);

/// Pixels side by side, for a scene that does not interpolate.
template <class Numbers>
RowKernel<Numbers> baseline_kernel(const SceneView<Numbers>& scene);
template <class Numbers>
RowKernel<Numbers> avx2_kernel(const SceneView<Numbers>& scene);
template <class Numbers>
RowKernel<Numbers> avx512_kernel(const SceneView<Numbers>& scene);

/// The C program's operations, one pixel at a time.
template <class Numbers>
RowKernel<Numbers> reference_kernel();

/// The portable kernel for an instruction set that is to be had, see available_instruction_sets.
template <class Numbers>
RowKernel<Numbers> portable_kernel(InstructionSet set, const SceneView<Numbers>& scene) {
    const bool fused = has_fused_multiply_add();
    if (scene.interpolate) { // one pixel can end interpolation for the next
        return scalar_kernel<Numbers>(fused);
    }
    switch (set) {
    case InstructionSet::scalar:
        break;
    case InstructionSet::baseline:
        return baseline_kernel<Numbers>(scene);
    case InstructionSet::avx2:
#if defined(__x86_64__)
        return avx2_kernel<Numbers>(scene);
    case InstructionSet::avx512:
        return avx512_kernel<Numbers>(scene);
#else
    case InstructionSet::avx512:
        break;
#endif
    }
    return scalar_kernel<Numbers>(fused);
}

} // namespace tapir::engine::cpu
