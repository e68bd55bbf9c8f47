// The row loops for x86-64-v3, compiled for TAPIR_AVX2_FEATURES, in single precision.
#define TAPIR_KERNEL avx2_kernel
#define TAPIR_NUMBERS Float32
#include "cpu/vector_kernels.hpp"
