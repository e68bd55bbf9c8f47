// The row loops for what every processor of this kind has.
#define TAPIR_KERNEL baseline_kernel
#include "cpu/vector_kernels.hpp"
