// One pixel at a time, without slopes.
#include "cpu/scalar_kernels.hpp"
#include "tapir/engine/arithmetic/reference.hpp"

namespace tapir::engine::cpu {

template <class Numbers>
RowKernel<Numbers> reference_kernel() {
    return plain_row_loop<Numbers, ReferenceArithmetic>;
}

template RowKernel<Float64> scalar_kernel(bool);
template RowKernel<Mixed> scalar_kernel(bool);
template RowKernel<Float32> scalar_kernel(bool);
template RowKernel<Float64> reference_kernel();
template RowKernel<Float32> reference_kernel();

} // namespace tapir::engine::cpu
