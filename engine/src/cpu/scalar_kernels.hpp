#pragma once

/// One pixel at a time: the oracle of the vector loops. It uses the processor's fused multiply-add
/// where there is one, because that of the C library is slow.
#include "cpu/row_loop.hpp"

namespace tapir::engine::cpu {

namespace {

template <class Numbers, class Arithmetic>
void plain_row_loop(const SceneView<Numbers>& scene, int slow, const int* fast, int count,
                    PhiState& state, typename Numbers::Wide* photons) {
    NullTap tap;
    for (int i = 0; i < count; ++i) {
        photons[i] = pixel_photons<Numbers, Arithmetic>(scene, {slow, fast[i]}, state, tap);
    }
}

} // namespace

template <class Numbers>
RowKernel<Numbers> scalar_kernel(bool fused_multiply_add) {
    return fused_multiply_add ? row_loop<Numbers, PortableArithmetic, AnyOptions, 1>
                              : plain_row_loop<Numbers, PortableArithmetic>;
}

} // namespace tapir::engine::cpu
