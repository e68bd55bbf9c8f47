#pragma once

#include <string>

namespace tapir::test {

/// Decimal texts by their digits alone: no binary number is in between, so that what a test
/// expects is exact and comes from another route than the code under test.

/// The same decimal number written 1.234e-03.
[[nodiscard]] std::string with_exponent(const std::string& fixed);

/// The same decimal number written 0.001234; as it is where that has more than 25 digits.
[[nodiscard]] std::string without_exponent(const std::string& text);

/// Whether two decimal texts, with exponents or without, say the same number.
[[nodiscard]] bool same_decimal(const std::string& a, const std::string& b);

} // namespace tapir::test
