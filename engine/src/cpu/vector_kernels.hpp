#pragma once

/// The body of a translation unit with the row loops of one instruction set and number type:
/// TAPIR_KERNEL is the function that chooses among them, TAPIR_NUMBERS the type,
/// TAPIR_TARGET_FEATURES (set by CMake) what they are compiled for. One unit for all number types
/// would keep a compiler busy for more than a minute.
#include "cpu/row_loop.hpp"

namespace tapir::engine::cpu {

template <class Numbers>
RowKernel<Numbers> TAPIR_KERNEL(const SceneView<Numbers>& scene) {
    return vector_loop<Numbers>(scene);
}

template RowKernel<TAPIR_NUMBERS> TAPIR_KERNEL(const SceneView<TAPIR_NUMBERS>&);

} // namespace tapir::engine::cpu
