#pragma once

#include <vector>

#include "tapir/engine/experiment.hpp"

namespace tapir::engine {

/// Adds a notice where an A matrix, whose volume is known not to vanish, is no rotation times a
/// cell that a crystal can have: left-handed, or so flat that it hardly spans a volume.
void note_odd_matrix(const Mat3<double>& a_matrix, std::vector<Notice>& notices);

} // namespace tapir::engine
