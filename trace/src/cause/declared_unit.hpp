#pragma once

#include <optional>
#include <vector>

#include "align/alignment.hpp"
#include "cause/classification.hpp"

namespace tapir::trace {

/// Two native traces that declare a unit each: such as do not convert into each other, or one
/// number in both.
[[nodiscard]] std::optional<Classification>
declared_unit(const std::vector<const Pair*>& departing);

} // namespace tapir::trace
