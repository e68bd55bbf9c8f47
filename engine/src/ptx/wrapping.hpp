#pragma once

#include <cstdint>
#include <type_traits>

/// Integers that go round at the ends of their type instead of overflowing, as PTX has them.
namespace tapir::engine::ptx {

/// The unsigned type that sums and products are computed in; narrow ones would become int first.
template <class Integer>
using Modular = std::conditional_t<sizeof(Integer) == 8, std::uint64_t, std::uint32_t>;

template <class Integer>
Integer wrapped_sum(Integer a, Integer b) {
    return static_cast<Integer>(Modular<Integer>(a) + Modular<Integer>(b));
}

template <class Integer>
Integer wrapped_difference(Integer a, Integer b) {
    return static_cast<Integer>(Modular<Integer>(a) - Modular<Integer>(b));
}

/// The low half of the product.
template <class Integer>
Integer wrapped_product(Integer a, Integer b) {
    return static_cast<Integer>(Modular<Integer>(a) * Modular<Integer>(b));
}

} // namespace tapir::engine::ptx
