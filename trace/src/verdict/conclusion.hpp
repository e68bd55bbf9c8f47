#pragma once

#include "tapir/trace/verdict/comparison.hpp"

namespace tapir::trace {

/// Gives a comparison its verdict, reason and sentence, from all else that stands in it.
/// @param unexplained  pixels that depart, and whose roots were not looked for
void conclude(const ProgramModel& program, Comparison& result, std::uint64_t unexplained = 0);

} // namespace tapir::trace
