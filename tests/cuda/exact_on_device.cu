#include "exact_on_device.hpp"

#include "cuda/memory.hpp"
#include "tapir/engine/numbers/exact.hpp"

namespace tapir::test {

namespace {

using namespace tapir::engine;

template <class Real>
struct Results {
    Real *ceiling, *whole_product, *quotient, *root;
};

template <class Real>
__device__ void apply_one(Real x, int i, const Results<Real>& to) {
    to.ceiling[i] = exact::ceiling(x);
    to.whole_product[i] = exact::nearest_whole_product(x, Real(3));
    to.quotient[i] = Real(3) / x;
    to.root[i] = exact::square_root(exact::absolute(x));
}

__global__ void apply(const double* numbers, int count, Results<double> wide,
                      Results<float> narrow) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) {
        apply_one(numbers[i], i, wide);
        apply_one(static_cast<float>(numbers[i]), i, narrow);
    }
}

template <class Real>
struct Arrays {
    explicit Arrays(std::size_t count)
        : ceiling(count), whole_product(count), quotient(count), root(count) {}

    [[nodiscard]] Results<Real> results() const {
        return {ceiling.data(), whole_product.data(), quotient.data(), root.data()};
    }

    cuda::DeviceArray<Real> ceiling, whole_product, quotient, root;
};

template <class T>
std::vector<T> fetched(const cuda::DeviceArray<T>& from) {
    std::vector<T> values(from.size());
    cuda::check(
        cudaMemcpy(values.data(), from.data(), values.size() * sizeof(T), cudaMemcpyDeviceToHost),
        "results from the device");
    return values;
}

} // namespace

OnDevice exact_on_device(const std::vector<double>& numbers) {
    const int count = static_cast<int>(numbers.size());
    const cuda::DeviceArray<double> in(numbers);
    const Arrays<double> wide(numbers.size());
    const Arrays<float> narrow(numbers.size());
    constexpr int threads = 128;
    apply<<<(count + threads - 1) / threads, threads>>>(in.data(), count, wide.results(),
                                                        narrow.results());
    cuda::check(cudaGetLastError(), "starting a kernel");
    return {fetched(wide.ceiling),    fetched(wide.whole_product), fetched(wide.quotient),
            fetched(wide.root),       fetched(narrow.ceiling),     fetched(narrow.whole_product),
            fetched(narrow.quotient), fetched(narrow.root)};
}

} // namespace tapir::test
