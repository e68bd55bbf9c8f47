#pragma once

#include <optional>
#include <vector>

#include "align/alignment.hpp"
#include "cause/classification.hpp"

namespace tapir::trace {

/// The departing values differ by a factor that stands among the reference's records: it was left
/// out, or applied once too often.
[[nodiscard]] std::optional<Classification>
missing_factor(const std::vector<const Pair*>& departing, const Side& reference);

} // namespace tapir::trace
