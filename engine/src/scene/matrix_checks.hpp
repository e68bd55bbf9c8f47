#pragma once

#include <string>
#include <vector>

#include "tapir/engine/numbers/vec3.hpp"

namespace tapir::engine {

/// What is odd about an A matrix whose volume is known not to vanish, a sentence each: it is
/// left-handed, or so flat that it hardly spans a volume; no crystal has such a cell.
[[nodiscard]] std::vector<std::string> oddities_of(const Mat3<double>& a_matrix);

} // namespace tapir::engine
