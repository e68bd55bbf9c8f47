// The row loops for x86-64-v4, compiled for TAPIR_AVX512_FEATURES, in mixed precision.
#define TAPIR_KERNEL avx512_kernel
#define TAPIR_NUMBERS Mixed
#include "cpu/vector_kernels.hpp"
