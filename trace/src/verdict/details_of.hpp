#pragma once

#include <unordered_set>

#include "align/alignment.hpp"
#include "tapir/trace/verdict/details.hpp"

namespace tapir::trace {

/// The first `most` values in the order of `Standing`, and how many of each tap stand how.
/// @param at_root  departing pairs that are roots
[[nodiscard]] Details details_of(const Alignment& alignment,
                                 const std::unordered_set<const Pair*>& at_root,
                                 const ProgramModel& program, std::size_t most);

} // namespace tapir::trace
