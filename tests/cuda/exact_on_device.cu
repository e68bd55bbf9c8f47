#include "exact_on_device.hpp"

#include "tapir/engine/numbers/exact.hpp"

namespace tapir::test {

namespace {

template <class Real>
__device__ void apply_one(Real x, int i, const ExactResults<Real>& to) {
    using namespace tapir::engine;
    to.ceiling[i] = exact::ceiling(x);
    to.whole_product[i] = exact::nearest_whole_product(x, Real(3));
    to.quotient[i] = Real(3) / x;
    to.root[i] = exact::square_root(exact::absolute(x));
}

} // namespace

extern "C" __global__ void tapir_test_exact(const double* numbers, int count,
                                            ExactResults<double> wide, ExactResults<float> narrow) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) {
        apply_one(numbers[i], i, wide);
        apply_one(static_cast<float>(numbers[i]), i, narrow);
    }
}

engine::cuda::DeviceSymbol exact_kernel() {
    return {"tapir_test_exact", reinterpret_cast<const void*>(tapir_test_exact)};
}

} // namespace tapir::test
