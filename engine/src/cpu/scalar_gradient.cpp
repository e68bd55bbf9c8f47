// One pixel at a time, with one slope.
#include "cpu/scalar_kernels.hpp"

namespace tapir::engine::cpu {

template RowKernel<GradientNumbers<1>> scalar_kernel(bool);

} // namespace tapir::engine::cpu
