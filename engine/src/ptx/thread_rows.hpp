#pragma once

#include <cstdint>
#include <vector>

#include "ptx/checks.hpp"

namespace tapir::engine::ptx {

/// The numbers 0 to count - 1 in an order.
/// @param seed  of the shuffled one: the same seed and count, the same order
[[nodiscard]] std::vector<std::uint32_t> numbers_in_order(std::uint32_t count, ThreadOrder order,
                                                          std::uint64_t seed);

} // namespace tapir::engine::ptx
