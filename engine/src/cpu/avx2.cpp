// The row loops for x86-64-v3, compiled for TAPIR_AVX2_FEATURES.
#define TAPIR_KERNEL avx2_kernel
#include "cpu/vector_kernels.hpp"
