#pragma once

#include <cstdint>

namespace tapir::trace {

/// A digest with one more value in it; the order of values tells.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t digest, std::uint64_t value) {
    constexpr std::uint64_t prime = 0x9e3779b97f4a7c15ULL;
    digest = (digest ^ value) * prime;
    return digest ^ (digest >> 29U);
}

} // namespace tapir::trace
