#include "exact_on_device.hpp"

#include "cuda/memory.hpp"
#include "tapir/engine/numbers/exact.hpp"

namespace tapir::test {

namespace {

using namespace tapir::engine;

__global__ void apply(const double* numbers, int count, double* ceiling, double* whole,
                      float* ceiling_float) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) {
        ceiling[i] = exact::ceiling(numbers[i]);
        whole[i] = exact::nearest_whole_product(numbers[i], 3.0);
        ceiling_float[i] = exact::ceiling(static_cast<float>(numbers[i]));
    }
}

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
    const cuda::DeviceArray<double> ceiling(numbers.size());
    const cuda::DeviceArray<double> whole(numbers.size());
    const cuda::DeviceArray<float> ceiling_float(numbers.size());
    constexpr int threads = 128;
    apply<<<(count + threads - 1) / threads, threads>>>(in.data(), count, ceiling.data(),
                                                        whole.data(), ceiling_float.data());
    cuda::check(cudaGetLastError(), "starting a kernel");
    return {fetched(ceiling), fetched(whole), fetched(ceiling_float)};
}

} // namespace tapir::test
