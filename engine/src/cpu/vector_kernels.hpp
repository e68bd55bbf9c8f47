#pragma once

/// The body of a translation unit with the row loops of one instruction set: TAPIR_KERNEL is the
/// function that chooses among them, TAPIR_TARGET_FEATURES (set by CMake) what they are compiled
/// for.
#include "cpu/row_loop.hpp"

namespace tapir::engine::cpu {

template <class Numbers>
RowKernel<Numbers> TAPIR_KERNEL(const SceneView<Numbers>& scene) {
    return vector_loop<Numbers>(scene);
}

template RowKernel<Float64> TAPIR_KERNEL(const SceneView<Float64>&);
template RowKernel<Mixed> TAPIR_KERNEL(const SceneView<Mixed>&);
template RowKernel<Float32> TAPIR_KERNEL(const SceneView<Float32>&);

} // namespace tapir::engine::cpu
