// The row loops for x86-64-v3, compiled for TAPIR_AVX2_FEATURES, with one slope.
#define TAPIR_KERNEL avx2_kernel
#define TAPIR_NUMBERS GradientNumbers<1>
#include "cpu/vector_kernels.hpp"
