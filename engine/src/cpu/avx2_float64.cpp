// The row loops for x86-64-v3, compiled for TAPIR_AVX2_FEATURES, in double precision.
#define TAPIR_KERNEL avx2_kernel
#define TAPIR_NUMBERS Float64
#include "cpu/vector_kernels.hpp"
