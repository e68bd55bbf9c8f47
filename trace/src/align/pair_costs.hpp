#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "align/text_pairing.hpp"

namespace tapir::trace {

/// Which part of two forms' words and marks is common, 0 to 1.
[[nodiscard]] double common_part(const std::string& a, const std::string& b);

/// What it costs to take two lines for each other's, by the numbers among the lines that take part;
/// see `PairCost`.
class PairCosts {
  public:
    /// @param lines_a, lines_b  the lines of each side that take part
    PairCosts(const TextSides& sides, const TextPairing& pairing,
              const std::vector<std::uint32_t>& lines_a, const std::vector<std::uint32_t>& lines_b)
        : sides_(sides), pairing_(pairing), lines_a_(lines_a), lines_b_(lines_b) {}

    double operator()(std::uint32_t a, std::uint32_t b);

  private:
    const TextSides& sides_;
    const TextPairing& pairing_;
    const std::vector<std::uint32_t>&lines_a_, &lines_b_;
    std::unordered_map<std::uint64_t, double> of_forms_;

    double of_forms(std::uint32_t a, std::uint32_t b);
    [[nodiscard]] double differing(std::uint32_t i, std::uint32_t j, std::uint32_t form) const;
};

} // namespace tapir::trace
