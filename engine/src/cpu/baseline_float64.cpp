// The row loops for what every processor of this kind has, in double precision.
#define TAPIR_KERNEL baseline_kernel
#define TAPIR_NUMBERS Float64
#include "cpu/vector_kernels.hpp"
