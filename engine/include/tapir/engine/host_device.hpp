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

/// Declares a constant object that code for a device may refer to as well.
#if defined(__CUDACC__)
#define TAPIR_DEVICE_CONSTANT static constexpr __device__
#else
#define TAPIR_DEVICE_CONSTANT inline constexpr
#endif

/// The same for a lambda, between its parameters and its body.
#if defined(__CUDACC__)
#define TAPIR_INLINE_LAMBDA
#else
#define TAPIR_INLINE_LAMBDA __attribute__((always_inline))
#endif

/// Before a loop that a device must not unroll: what it goes over would fill the registers.
#if defined(__CUDA_ARCH__)
#define TAPIR_KEEP_LOOP _Pragma("unroll 1")
#else
#define TAPIR_KEEP_LOOP
#endif

namespace tapir::engine {

/// An entry of a table that nobody changes while the kernel runs.
template <class T>
TAPIR_HOST_DEVICE T read_only(const T* entry) {
#if defined(__CUDA_ARCH__)
    return __ldg(entry); // through the read-only cache
#else
    return *entry;
#endif
}

} // namespace tapir::engine
