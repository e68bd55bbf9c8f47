// The row loops for what every processor of this kind has, in mixed precision.
#define TAPIR_KERNEL baseline_kernel
#define TAPIR_NUMBERS Mixed
#include "cpu/vector_kernels.hpp"
