// The row loops for x86-64-v4, compiled for TAPIR_AVX512_FEATURES, with one slope.
#define TAPIR_KERNEL avx512_kernel
#define TAPIR_NUMBERS GradientNumbers<1>
#include "cpu/vector_kernels.hpp"
