#pragma once

#include <string_view>

#include "stream/quick_compare.hpp"

namespace tapir::trace {

/// Plants corruptions in copies of a piece; a quick comparison like the given one must see each.
/// @return how many were planted and seen
/// @throws InternalError  one went unseen
[[nodiscard]] int test_quick_compare(const QuickCompare& like, std::string_view piece);

} // namespace tapir::trace
