#pragma once

#include "cuda/device_frame.hpp"
#include "tapir/engine/arithmetic/portable.hpp"
#include "tapir/engine/pixel_kernel.hpp"
#include "tapir/engine/record_buffer.hpp"

/// The kernel as CUDA runs it: one pixel a thread. Nothing here computes a value.
namespace tapir::engine::cuda {

inline constexpr int threads_per_block = 128;

/// Cells of a scene that are few enough stand here, where all threads read the same one at once.
inline constexpr std::size_t constant_bytes = std::size_t{60} * 1024;
static __constant__ __align__(16) unsigned char constant_cells[constant_bytes];

/// What a launch computes, and where to.
struct FrameJob {
    const std::int64_t* pixels = nullptr; ///< slow x columns + fast; null: all
    std::int64_t count = 0;
    int columns = 0;
    PhiState state;
    double* unrounded = nullptr; ///< image, one of the two
    float* rounded = nullptr;
    std::uint8_t* ended = nullptr; ///< where pixels say that they ended interpolation, or null
};

/// The scene as a thread uses it.
template <class Numbers, bool cells_are_constant>
__device__ __forceinline__ SceneView<Numbers> scene_of_thread(const SceneView<Numbers>& scene) {
    SceneView<Numbers> mine = scene;
    if constexpr (cells_are_constant) {
        mine.cells = reinterpret_cast<const Cell<typename Numbers::Wide>*>(constant_cells);
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
__global__ void __launch_bounds__(threads_per_block, blocks_per_multiprocessor<Options>)
    frame_kernel(const __grid_constant__ SceneView<Numbers> scene,
                 const __grid_constant__ FrameJob job) {
    const std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * threads_per_block + threadIdx.x;
    if (i >= job.count) {
        return;
    }
    const std::int64_t place = job.pixels != nullptr ? job.pixels[i] : i;
    const int slow = static_cast<int>(place / job.columns);
    const int fast = static_cast<int>(place - static_cast<std::int64_t>(slow) * job.columns);
    const SceneView<Numbers> mine = scene_of_thread<Numbers, cells_are_constant>(scene);
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
__global__ void trace_kernel(const __grid_constant__ SceneView<Numbers> scene,
                             const __grid_constant__ TracedPixel traced, RecordBuffer* buffer) {
    RecordBuffer mine = *buffer;
    BufferTap tap(mine);
    PhiState state = traced.state;
    (void)pixel_photons<Numbers, PortableArithmetic>(scene, traced.pixel, state, tap);
    *buffer = mine;
}

} // namespace tapir::engine::cuda
