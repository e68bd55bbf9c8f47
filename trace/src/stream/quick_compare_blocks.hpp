#pragma once

#include <functional>
#include <string_view>

#include "stream/quick_result.hpp"

namespace tapir::trace {

/// Takes whole blocks of the binary form (FORMAT.md) in step.
/// @param agree  whether two values with other bits agree within what the user allows
/// @param seen  is added to
void compare_blocks(std::string_view reference, std::string_view candidate,
                    const std::function<bool(double, double)>& agree, QuickResult& seen);

} // namespace tapir::trace
