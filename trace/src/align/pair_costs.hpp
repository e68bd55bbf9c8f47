#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "align/text_pairing.hpp"

namespace tapir::trace {

/// Which part of two forms' words and marks is common, 0 to 1.
[[nodiscard]] double common_part(const std::string& a, const std::string& b);

/// What it costs to take two lines for each other's; see `PairCost`.
class PairCosts {
  public:
    PairCosts(const TextSides& sides, const TextPairing& pairing)
        : sides_(sides), pairing_(pairing) {}

    double operator()(std::uint32_t i, std::uint32_t j);

  private:
    const TextSides& sides_;
    const TextPairing& pairing_;
    std::unordered_map<std::uint64_t, double> of_forms_;

    double of_forms(std::uint32_t a, std::uint32_t b);
    [[nodiscard]] double differing(std::uint32_t i, std::uint32_t j, std::uint32_t form) const;
};

} // namespace tapir::trace
