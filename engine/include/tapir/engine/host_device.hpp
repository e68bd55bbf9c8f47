#pragma once

/// Marks what runs in the pixel loop, on the host and on a device alike.
///
/// It is always inlined: each instruction set's row loop then holds a copy of its own, and no
/// function compiled for a newer processor can be linked in for an older one.
#if defined(__CUDACC__)
#define TAPIR_HOST_DEVICE __host__ __device__ __forceinline__
#else
#define TAPIR_HOST_DEVICE [[gnu::always_inline]] inline
#endif

/// The same for a lambda, between its parameters and its body.
#if defined(__CUDACC__)
#define TAPIR_INLINE_LAMBDA
#else
#define TAPIR_INLINE_LAMBDA __attribute__((always_inline))
#endif
