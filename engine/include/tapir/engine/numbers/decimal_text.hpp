#pragma once

#include <string>

#include "tapir/engine/numbers/double_double.hpp"

namespace tapir::engine {

/// A number in decimal digits, correctly rounded: "1.2345e-10".
/// @param digits  significant ones, 1 to 40
[[nodiscard]] std::string decimal_text(const DoubleDouble& value, int digits);

} // namespace tapir::engine
