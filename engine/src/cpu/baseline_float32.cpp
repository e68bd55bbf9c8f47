// The row loops for what every processor of this kind has, in single precision.
#define TAPIR_KERNEL baseline_kernel
#define TAPIR_NUMBERS Float32
#include "cpu/vector_kernels.hpp"
