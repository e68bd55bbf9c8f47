#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "exact_on_device.hpp"
#include "tapir/engine/numbers/exact.hpp"

using namespace tapir::engine;

TEST_CASE("cuda: the device's ceiling and rounding have the host's bits for every number") {
    const double infinite = std::numeric_limits<double>::infinity();
    std::vector<double> numbers{
        0.0,     -0.0,     0.3,       -0.3,    0.5,     -0.5,   1.0,        -1.0,
        0x1p51,  -0x1p51,  0x1p52,    -0x1p52, 0x1p53,  1e300,  -1e300,     5e-324,
        -5e-324, infinite, -infinite, 0x1p22,  -0x1p22, 0x1p23, -4194303.5, 2251799813685247.5};
    std::mt19937_64 engine(9);
    std::uniform_real_distribution<double> exponent(-60, 60);
    for (int i = 0; i < 1000000; ++i) {
        const double magnitude = std::exp2(exponent(engine));
        numbers.push_back((i % 2 == 0 ? 1 : -1) * magnitude);
        numbers.push_back(std::round(magnitude) + 0.5);
    }
    const tapir::test::OnDevice found = tapir::test::exact_on_device(numbers);
    std::size_t different = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const double x = numbers[i];
        const auto same = [](double a, double b) {
            return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
        };
        different += same(found.ceiling[i], exact::ceiling(x)) ? 0U : 1U;
        different += same(found.whole_product[i], exact::nearest_whole_product(x, 3.0)) ? 0U : 1U;
        different += std::bit_cast<std::uint32_t>(found.ceiling_float[i]) ==
                             std::bit_cast<std::uint32_t>(exact::ceiling(static_cast<float>(x)))
                         ? 0U
                         : 1U;
    }
    CHECK(different == 0);
}
