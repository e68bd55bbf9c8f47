// The row loops for x86-64-v4, compiled for TAPIR_AVX512_FEATURES.
#define TAPIR_KERNEL avx512_kernel
#include "cpu/vector_kernels.hpp"
