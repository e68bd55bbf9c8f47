#include "ptx/thread_rows.hpp"

#include <algorithm>
#include <numeric>
#include <random>

namespace tapir::engine::ptx {

std::vector<std::uint32_t> numbers_in_order(std::uint32_t count, ThreadOrder order,
                                            std::uint64_t seed) {
    std::vector<std::uint32_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0U);
    if (order == ThreadOrder::reversed) {
        std::reverse(numbers.begin(), numbers.end());
    }
    if (order == ThreadOrder::shuffled) {
        // not std::shuffle, of which each library makes another order
        std::mt19937_64 random(seed);
        for (std::uint32_t left = count; left > 1; --left) {
            std::swap(numbers[left - 1], numbers[random() % left]);
        }
    }
    return numbers;
}

} // namespace tapir::engine::ptx
