#pragma once

#include <string>
#include <utility>
#include <vector>

#include "align/alignment.hpp"

namespace tapir::trace {

/// Keys of a side that the program model does not know, and that may be keys, or loops, which the
/// other side prints and this side does not.
/// @return pairs: the reference's name, the candidate's name
[[nodiscard]] std::vector<std::pair<std::string, std::string>>
alike_keys(const Side& reference, const Side& candidate, const ProgramModel& program);

} // namespace tapir::trace
