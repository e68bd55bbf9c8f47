#pragma once

#include "cuda/frame_job.hpp"
#include "cuda/kernels.hpp"
#include "cuda/traced_pixel.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/record_buffer.hpp"

/// The kernel as CUDA runs it: one pixel a thread. Nothing here computes a value.
namespace tapir::engine::cuda {

using WeightedSquare = FixedOptions<LatticeShape::square, false>;
using PlainSquare = FixedOptions<LatticeShape::square, true>;

/// The scene as a thread uses it.
/// @param constant_cells  where the cells are, when they are not in the scene's own memory
template <class Numbers, bool cells_are_constant>
__device__ __forceinline__ SceneView<Numbers> scene_of_thread(const SceneView<Numbers>& scene,
                                                              const void* constant_cells) {
    SceneView<Numbers> mine = scene;
    if constexpr (cells_are_constant) {
        mine.cells = static_cast<const Cell<typename Numbers::Wide>*>(constant_cells);
    }
    return mine;
}

/// Blocks that a multiprocessor is to hold: it bounds the registers, so that none is spilled.
template <class Options>
inline constexpr unsigned blocks_per_multiprocessor = 4;
template <>
inline constexpr unsigned blocks_per_multiprocessor<AnyLattice> = 2;
template <>
inline constexpr unsigned blocks_per_multiprocessor<AnyOptions> = 2;

template <class Numbers, class Options, bool cells_are_constant>
__device__ __forceinline__ void compute_pixel(const SceneView<Numbers>& scene, const FrameJob& job,
                                              const void* constant_cells) {
    const std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * threads_per_block + threadIdx.x;
    if (i >= job.count) {
        return;
    }
    const std::int64_t place = job.pixels != nullptr ? job.pixels[i] : i;
    const int slow = static_cast<int>(place / job.columns);
    const int fast = static_cast<int>(place - static_cast<std::int64_t>(slow) * job.columns);
    const SceneView<Numbers> mine =
        scene_of_thread<Numbers, cells_are_constant>(scene, constant_cells);
    PhiState state = job.state;
    NullTap tap;
    typename Numbers::Wide photons{};
    block_photons<Numbers, PortableArithmetic, Options, 1>(mine, slow, &fast, 1, state, tap,
                                                           &photons);
    if (job.unrounded != nullptr) {
        job.unrounded[place] = static_cast<double>(photons);
    } else {
        job.rounded[place] = static_cast<float>(photons);
    }
    if (job.ended != nullptr) {
        job.ended[place] = state.interpolation_ended ? 1 : 0;
    }
}

template <class Numbers>
__device__ __forceinline__ void trace_pixel(const SceneView<Numbers>& scene,
                                            const TracedPixel& traced, RecordBuffer* buffer) {
    RecordBuffer mine = *buffer;
    BufferTap tap(mine);
    PhiState state = traced.state;
    (void)pixel_photons<Numbers, PortableArithmetic>(scene, traced.pixel, state, tap);
    *buffer = mine;
}

} // namespace tapir::engine::cuda

/// One kernel that computes pixels, under a name that stays.
#define TAPIR_FRAME_KERNEL(dtype, Numbers, use, Options, place, are_constant, cells)               \
    extern "C" __global__ void __launch_bounds__(threads_per_block,                                \
                                                 blocks_per_multiprocessor<Options>)               \
        tapir_frame_##dtype##_##use##_##place(const __grid_constant__ SceneView<Numbers> scene,    \
                                              const __grid_constant__ FrameJob job) {              \
        compute_pixel<Numbers, Options, are_constant>(scene, job, cells);                          \
    }

/// The kernels of a use: cells in constant memory, and in the device's own.
#define TAPIR_FRAME_KERNELS(dtype, Numbers, use, Options)                                          \
    TAPIR_FRAME_KERNEL(dtype, Numbers, use, Options, constant, true, tapir_cells_##dtype)          \
    TAPIR_FRAME_KERNEL(dtype, Numbers, use, Options, memory, false, nullptr)

/// Their rows in the table.
#define TAPIR_KERNEL_ROW(name, dtype, use, are_constant)                                           \
    Kernel {                                                                                       \
        {#name, reinterpret_cast<const void*>(name)}, Dtype::dtype, use, are_constant              \
    }
#define TAPIR_FRAME_ROWS(dtype, use)                                                               \
    TAPIR_KERNEL_ROW(tapir_frame_##dtype##_##use##_constant, dtype, KernelUse::use, true),         \
        TAPIR_KERNEL_ROW(tapir_frame_##dtype##_##use##_memory, dtype, KernelUse::use, false)

/// All kernels of a precision, its constant memory, and the rows of the table; at global scope.
#define TAPIR_KERNELS(dtype, Numbers)                                                              \
    extern "C" {                                                                                   \
    __constant__ __align__(16) unsigned char tapir_cells_##dtype[constant_bytes];                  \
    }                                                                                              \
    TAPIR_FRAME_KERNELS(dtype, Numbers, any, AnyOptions)                                           \
    TAPIR_FRAME_KERNELS(dtype, Numbers, lattice, AnyLattice)                                       \
    TAPIR_FRAME_KERNELS(dtype, Numbers, weighted, WeightedSquare)                                  \
    TAPIR_FRAME_KERNELS(dtype, Numbers, plain, PlainSquare)                                        \
    extern "C" __global__ void tapir_trace_##dtype(                                                \
        const __grid_constant__ SceneView<Numbers> scene,                                          \
        const __grid_constant__ TracedPixel traced, RecordBuffer* buffer) {                        \
        trace_pixel<Numbers>(scene, traced, buffer);                                               \
    }                                                                                              \
    KernelUnit tapir::engine::cuda::kernels_of_##dtype() {                                         \
        return {{"tapir_cells_" #dtype, tapir_cells_##dtype},                                      \
                {TAPIR_FRAME_ROWS(dtype, any), TAPIR_FRAME_ROWS(dtype, lattice),                   \
                 TAPIR_FRAME_ROWS(dtype, weighted), TAPIR_FRAME_ROWS(dtype, plain),                \
                 TAPIR_KERNEL_ROW(tapir_trace_##dtype, dtype, KernelUse::trace, false)}};          \
    }
