// The row loops for the baseline of this architecture, in double precision with one slope.
#define TAPIR_KERNEL baseline_kernel
#define TAPIR_NUMBERS GradientNumbers<1>
#include "cpu/vector_kernels.hpp"
