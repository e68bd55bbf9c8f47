#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "cuda/memory.hpp"
#include "device_under_test.hpp"
#include "exact_on_device.hpp"
#include "tapir/engine/numbers/exact.hpp"

using namespace tapir::engine;

namespace {

/// What the device's forms of the exact operations make of numbers.
struct OnDevice {
    std::vector<double> ceiling, whole_product, quotient, root;
    std::vector<float> ceiling_float, whole_product_float, quotient_float, root_float;
};

template <class Real>
struct Arrays {
    Arrays(cuda::Runtime& runtime, std::size_t count)
        : ceiling(runtime, count), whole_product(runtime, count), quotient(runtime, count),
          root(runtime, count) {}

    [[nodiscard]] tapir::test::ExactResults<Real> results() const {
        return {ceiling.data(), whole_product.data(), quotient.data(), root.data()};
    }

    cuda::DeviceArray<Real> ceiling, whole_product, quotient, root;
};

template <class T>
std::vector<T> fetched(cuda::Runtime& runtime, const cuda::DeviceArray<T>& from) {
    std::vector<T> values(from.size());
    runtime.copy_to_host(values.data(), from.data(), values.size() * sizeof(T),
                         "results from the device");
    return values;
}

OnDevice exact_on_device(const std::vector<double>& numbers) {
    constexpr unsigned threads = 128;
    cuda::Runtime& runtime = cuda::runtime_of(tapir::test::device_under_test);
    const cuda::DeviceArray<double> in(runtime, numbers);
    const Arrays<double> wide(runtime, numbers.size());
    const Arrays<float> narrow(runtime, numbers.size());
    const double* from = in.data();
    auto count = static_cast<int>(numbers.size());
    auto to_wide = wide.results();
    auto to_narrow = narrow.results();
    void* arguments[] = {&from, &count, &to_wide, &to_narrow};
    {
        const auto alone = runtime.launching();
        runtime.launch(tapir::test::exact_kernel(),
                       (static_cast<unsigned>(count) + threads - 1) / threads, threads, arguments,
                       "starting a kernel");
        runtime.wait("running a kernel");
    }
    return {fetched(runtime, wide.ceiling),    fetched(runtime, wide.whole_product),
            fetched(runtime, wide.quotient),   fetched(runtime, wide.root),
            fetched(runtime, narrow.ceiling),  fetched(runtime, narrow.whole_product),
            fetched(runtime, narrow.quotient), fetched(runtime, narrow.root)};
}

template <class Real>
bool same(Real a, Real b) {
    using Bits = std::conditional_t<sizeof(Real) == sizeof(double), std::uint64_t, std::uint32_t>;
    return (std::isnan(a) && std::isnan(b)) || std::bit_cast<Bits>(a) == std::bit_cast<Bits>(b);
}

std::vector<double> many_numbers() {
    const double infinite = std::numeric_limits<double>::infinity();
    std::vector<double> numbers{0.0,
                                -0.0,
                                0.3,
                                -0.3,
                                0.5,
                                -0.5,
                                1.0,
                                -1.0,
                                0x1p51,
                                -0x1p51,
                                0x1p52,
                                -0x1p52,
                                0x1p53,
                                1e300,
                                -1e300,
                                5e-324,
                                -5e-324,
                                1e-310,
                                1e-40,
                                infinite,
                                -infinite,
                                0x1p22,
                                -0x1p22,
                                0x1p23,
                                -4194303.5,
                                2251799813685247.5,
                                std::numeric_limits<double>::quiet_NaN()};
    std::mt19937_64 engine(9);
    std::uniform_real_distribution<double> exponent(-160, 160);
    std::uniform_real_distribution<double> moderate(-60, 60);
    // on the host each instruction takes its time
    constexpr int draws = tapir::test::device_under_test == Device::cuda ? 500000 : 100000;
    for (int i = 0; i < draws; ++i) {
        const double sign = i % 2 == 0 ? 1 : -1;
        const double magnitude = std::exp2(moderate(engine));
        numbers.push_back(sign * magnitude);
        numbers.push_back(sign * std::exp2(exponent(engine)));
        numbers.push_back(std::round(magnitude) + 0.5);
    }
    return numbers;
}

} // namespace

TEST_CASE("device: its exact operations have the host's bits for every number") {
    const std::vector<double> numbers = many_numbers();
    const OnDevice found = exact_on_device(numbers);
    std::size_t different = 0;
    const auto count = [&different](bool is_same) { different += is_same ? 0U : 1U; };
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const double x = numbers[i];
        const auto single = static_cast<float>(x);
        count(same(found.ceiling[i], exact::ceiling(x)));
        count(same(found.whole_product[i], exact::nearest_whole_product(x, 3.0)));
        count(same(found.quotient[i], 3.0 / x));
        count(same(found.root[i], std::sqrt(std::fabs(x))));
        count(same(found.ceiling_float[i], exact::ceiling(single)));
        count(same(found.whole_product_float[i], exact::nearest_whole_product(single, 3.0F)));
        count(same(found.quotient_float[i], 3.0F / single));
        count(same(found.root_float[i], std::sqrt(std::fabs(single))));
    }
    CHECK(different == 0);
}
