#pragma once

/// Marks what runs in the pixel loop, on the host and on a device alike.
#if defined(__CUDACC__)
#define TAPIR_HOST_DEVICE __host__ __device__
#else
#define TAPIR_HOST_DEVICE
#endif
